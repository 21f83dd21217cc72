"""An edition as actions and pages tell of it, by who asks."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import ckan.model as model

from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.model.edition_event import EditionEvent
from ckanext.kanazawa.schemas.tables.editions.release import needs_confirmation
from ckanext.kanazawa.schemas.tables.forms.links import original_address
from ckanext.kanazawa.schemas.tables.forms.offered import forms_of
from ckanext.kanazawa.schemas.tables.forms.which import is_table

# What everybody may know of an edition that visitors see.
PUBLIC = (
    *("id", "label", "name", "sha256", "size_bytes", "source_url", "state"),
    *("format", "version", "confidence", "encoding", "sheet", "header_row", "headings"),
    *("rows", "columns"),
)


def described(edition: Edition, shown: Edition | None, *, to_editor: bool) -> dict[str, Any]:
    """Return an edition as a dict.

    Args:
        edition: of a resource.
        shown: the edition visitors see, None where they see none.
        to_editor: also what only editors may know.
    """
    found: dict[str, Any] = {name: getattr(edition, name) for name in PUBLIC}
    found["resource_id"] = edition.owner_id if edition.owner_type == RESOURCE else None
    found["created"] = _time(edition.created)
    found["is_latest"] = shown is not None and shown.id == edition.id
    found["url"] = original_address(edition.owner_id, edition.label) if edition.file_id else None
    found["forms"] = forms_of(edition, edition.label) if is_table(edition) else []
    return {**found, **_for_editors(edition)} if to_editor else found


def _for_editors(edition: Edition) -> dict[str, Any]:
    return {
        "release": edition.release,
        "error": edition.error,
        "personal": edition.personal,
        "needs_confirmation": needs_confirmation(edition),
        "confirmed_by": _user_name(edition.confirmed_by),
        "confirmed_at": _time(edition.confirmed_at),
        "examined_at": _time(edition.examined_at),
        "events": [
            {"event": event.event, "user": _user_name(event.user_id), "at": _time(event.at)}
            for event in EditionEvent.of(edition.id)
        ],
    }


def _user_name(user_id: str | None) -> str | None:
    user = model.User.get(user_id) if user_id else None
    return user.name if user else user_id


def _time(time: datetime | None) -> str | None:
    return time.astimezone(timezone.utc).isoformat(timespec="seconds") if time else None
