"""The live dataset a submission is compared with, and how a decision names it."""

from __future__ import annotations

from typing import Any, cast

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.fields import digest, live_version

Values = dict[str, Any]


def live_dataset(submission: Submission) -> Values | None:
    """Return the dataset a submission changes, as it is public now; None for a new one."""
    changes = submission.kind != "dataset"
    package = model.Package.get(submission.dataset_id) if submission.dataset_id else None
    if not changes or package is None or package.state != model.State.ACTIVE or package.private:
        return None
    reader = cast(Any, {"ignore_auth": True, "use_cache": False})
    return tk.get_action("package_show")(reader, {"id": package.id})


def base_of(live: Values | None) -> Values | None:
    """Return a live version as a decision keeps it (`Submission.approved_base`)."""
    if live is None:
        return None
    version = live_version(live)
    return {
        "dataset_id": live["id"],
        "metadata_modified": live["metadata_modified"],
        "fields": dict(version.fields),
        "resources": dict(version.resources),
    }


def base_name(live: Values | None) -> str:
    """Return the name of a live version, by which a decision says what it was compared with."""
    return digest(live_version(live)) if live is not None else "none"
