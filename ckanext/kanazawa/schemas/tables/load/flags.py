"""What CKAN's resource says of its table: `datastore_active`.

CKAN sets it by updating the dataset, which would date it anew, record an activity, and look
like another change of the file. It is written beside, and the dataset indexed again.
"""

from __future__ import annotations

import ckan.model as model
import sqlalchemy as sa
from ckan.lib.search import rebuild

FLAG = "datastore_active"


def set_flag(resource_id: str, active: bool) -> bool:
    """Let a resource say whether it has a table; commits.

    Args:
        resource_id: of a resource, perhaps one that is gone.
        active: whether it has one.

    Returns:
        Whether it said something else before.
    """
    resource = model.Session.get(model.Resource, resource_id, populate_existing=True)
    if resource is None or bool((resource.extras or {}).get(FLAG)) == active:
        model.Session.commit()
        return False
    # Written by SQL: a change of the object would count as a change of the dataset.
    written = (
        sa.update(model.Resource)
        .where(model.Resource.id == resource_id)
        .values(extras={**(resource.extras or {}), FLAG: active})
        .execution_options(synchronize_session=False)
    )
    model.Session.execute(written)
    package_id, state = resource.package_id, resource.package.state
    model.Session.commit()
    model.Session.expire_all()
    if package_id and state == model.State.ACTIVE:
        rebuild(package_id)
        model.Session.commit()
    return True
