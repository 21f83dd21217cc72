"""A body that is trusted, with a dataset of its own, and corrections of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.schemas.shared import Edition
from tests.contribute.published import again


def act(user: dict[str, Any], name: str, /, **given: Any) -> Any:
    """Call an action of the feature as somebody, authorisation checked."""
    context = {"user": user["name"], "ignore_auth": False}
    return call_action(f"kanazawa_contribute_{name}", context, **given)


@pytest.fixture
def body(person: dict[str, Any], municipality: dict[str, Any]) -> Body:
    """Return a verified university of the contributor's with three published contributions."""
    made = Body(
        name=f"body-{secrets.token_hex(4)}",
        title="見本大学",
        kind="university",
        municipality=municipality["id"],
        verified_at=sa.func.clock_timestamp(),
    )
    model.Session.add(made)
    model.Session.flush()
    model.Session.add(Membership(body_id=made.id, user_id=person["id"], role="owner"))
    for _ in range(3):
        model.Session.add(Submission(kind="dataset", body_id=made.id, state="published"))
    model.Session.commit()
    return made


@pytest.fixture
def own(approved: Callable[..., Submission], body: Body, person: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset that the body published, with a table of five toilets."""
    submission = approved(body_id=body.id, author=person["id"])
    publish(submission.id)
    return call_action("package_show", id=again(submission).dataset_id)


@pytest.fixture
def correction(own: dict[str, Any], body: Body) -> Callable[..., Submission]:
    """Return what makes a draft of a correction of that dataset, for the body."""

    def make(user: dict[str, Any], new: str = "36.5701") -> Submission:
        resource = own["resources"][0]["id"]
        edition = Edition.newest(resource)
        assert edition is not None
        change = {
            "edition": edition.id,
            "row": {"number": 3, "key": {"ID": "0000000001"}},
            "column": "緯度",
            "old": "36.5601",
            "new": new,
        }
        made = act(
            user,
            "submission_create",
            kind="correction",
            dataset_id=own["id"],
            resource_id=resource,
            body_id=body.id,
            fields={"changes": [change]},
        )
        found = model.Session.get(Submission, made["id"])
        assert found is not None
        return found

    return make
