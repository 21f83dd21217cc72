"""Template helpers every feature may use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import date_str_to_datetime

from ckanext.kanazawa.lib.choices import Choice, load_choices


def kanazawa_choices(name: str) -> list[Choice]:
    """Return a code list of `schemas/choices/`, in its order."""
    return list(load_choices(name).values())


def kanazawa_choice(name: str, value: str) -> Choice | None:
    """Return one entry of a code list, or None where the value is not in it."""
    return load_choices(name).get(value)


def kanazawa_choice_label(name: str, value: str) -> str:
    """Return the label of a value in the reader's language; the value itself if unknown."""
    choice = load_choices(name).get(value)
    return choice.text(kanazawa_language()) if choice else value


def kanazawa_language() -> str:
    """Return "ja" or "en": the language of the page."""
    try:
        language = tk.h.lang()
    except RuntimeError:  # outside a request
        language = tk.config.get("ckan.locale_default", "ja")
    return "en" if str(language).startswith("en") else "ja"


def kanazawa_local_time(value: str | date | datetime | None) -> datetime | None:
    """Return a time in the time zone of the site, a date as its midnight, None for neither.

    Args:
        value: as stored: without a zone it is meant in UTC, a date as it is.
    """
    try:
        time = date_str_to_datetime(value) if isinstance(value, str) else value
    except (TypeError, ValueError):
        return None
    if not isinstance(time, datetime):
        return datetime(time.year, time.month, time.day) if time else None
    if isinstance(value, str) and len(value) <= len("2026-11-21"):
        return time
    aware = time if time.tzinfo else time.replace(tzinfo=timezone.utc)
    return aware.astimezone(tk.h.get_display_timezone())


@tk.chained_helper
def render_datetime(
    next_helper: Callable[..., str],
    datetime_: str | datetime | None,
    date_format: str | None = None,
    with_hours: bool = False,
    with_seconds: bool = False,
) -> str:
    """Write a time as core does, but in the site's time zone always, and as Japanese write it.

    Core leaves times that carry a zone in that zone, and has one order of month, day and
    year for all languages where hours are shown.
    """
    time = kanazawa_local_time(datetime_) or datetime_
    if with_hours and not (with_seconds or date_format) and kanazawa_language() == "ja":
        clock = next_helper(time, date_format="%H:%M")
        return f"{next_helper(time)} {clock}" if clock else ""
    return next_helper(time, date_format, with_hours, with_seconds)
