"""The date before which a contributor does not want something to be published."""

from __future__ import annotations

from datetime import datetime, timezone

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission


def embargo_end(submission: Submission) -> datetime | None:
    """Return when the newest revision may become public, as its author says; None for at once."""
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    day = str(revision.fields.get("embargo") or "") if revision else ""
    if not day:
        return None
    midnight = datetime.fromisoformat(day)
    return tk.h.get_display_timezone().localize(midnight).astimezone(timezone.utc)


def not_before(submission: Submission, wanted: datetime | None) -> datetime | None:
    """Return when a submission is published: at the time wanted, or when its embargo ends.

    Whoever approves may wait longer than the author asks for, never less.

    Args:
        submission: being approved.
        wanted: by the steward; None for at once.
    """
    times = [time for time in (wanted, embargo_end(submission)) if time is not None]
    return max(times, default=None)
