"""Guess from examined files what a contributor need not type; nothing is saved of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.kanazawa.contribute.submissions.forms import Values
from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.schemas.shared import areas


def guessed(submission: Mapping[str, Any], municipality_code: str) -> Values:
    """Return values for inputs that are still empty.

    Args:
        submission: as described.
        municipality_code: of the municipality it goes to, "" where none is chosen.

    Returns:
        Any of "title_ja", "title_en", "kanazawa_theme", "kanazawa_area".
    """
    found: Values = {}
    if submission["kind"] != "dataset":
        return found
    for file in submission["files"]:
        format = (file.get("table") or {}).get("format")
        if format and "title_ja" not in found:
            found |= _of_format(format)
    if not found and submission["files"]:
        found["title_ja"] = submission["files"][0]["name"].rsplit(".", 1)[0]
    if municipality_code in areas():
        found["kanazawa_area"] = [municipality_code]
    return found


def _of_format(name: str) -> Values:
    try:
        known = load_format(name)
    except TableError:  # a definition that is no longer there
        return {}
    found: Values = {"title_ja": known.title["ja"], "title_en": known.title["en"]}
    theme = getattr(known, "theme", None)
    if theme in load_choices("themes"):
        found["kanazawa_theme"] = [theme]
    return found
