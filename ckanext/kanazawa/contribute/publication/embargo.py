"""The date before which a contributor does not want something to be published."""

from __future__ import annotations

from datetime import date, datetime, time

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission


def not_before(submission: Submission, wanted: datetime | None) -> datetime | None:
    """Return when a submission is published: at the time wanted, or when its embargo ends.

    Args:
        submission: being approved.
        wanted: by the steward; None for at once.
    """
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    written = str(revision.fields.get("embargo") or "") if revision else ""
    if not written:
        return wanted
    midnight = datetime.combine(date.fromisoformat(written), time.min)
    end = tk.h.get_display_timezone().localize(midnight)
    return end if wanted is None or wanted < end else wanted
