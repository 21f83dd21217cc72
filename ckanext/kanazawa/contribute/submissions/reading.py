"""Read the arguments of actions that are no fields of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.submissions.fields import read_fields
from ckanext.kanazawa.contribute.submissions.kind import Draft, Kind
from ckanext.kanazawa.contribute.submissions.readers import Refused, text

HOW = ("name", "body", "anonymous")
LONGEST_KEY = 100


def together(*reads: Callable[[], Any]) -> list[Any]:
    """Read several arguments, so that whoever gave them learns of all errors at once.

    Raises:
        tk.ValidationError: with the errors of all.
    """
    found: list[Any] = []
    errors: dict[str, Any] = {}
    for read in reads:
        try:
            found.append(read())
        except tk.ValidationError as error:
            errors |= error.error_dict
    if errors:
        raise tk.ValidationError(errors)
    return found


def tidy_fields(kind: Kind, given: Any, dataset_id: str | None) -> dict[str, Any]:
    """Read proposed fields as their kind takes them.

    Raises:
        tk.ValidationError: names each field that holds what it cannot hold.
    """
    if not isinstance(given, Mapping):
        raise tk.ValidationError({"fields": [tk._("This is not of the form expected.")]})
    known = getattr(kind, "known", None)
    read, problems = read_fields(given, known) if known else read_fields(given)
    if not problems:
        problems = kind.shape_problems(Draft(kind.name, read, dataset_id=dataset_id))
    if problems:
        raise tk.ValidationError(dict(problems))
    return read


def read_credit(given: Any) -> dict[str, Any]:
    """Read how somebody wants to be credited: {"how", "name"}."""
    if not given:
        return {}
    if (
        not isinstance(given, Mapping)
        or set(given) - {"how", "name"}
        or given.get("how") not in HOW
    ):
        raise tk.ValidationError({"credit": [tk._("Say how you want to be credited.")]})
    name = read_text(given.get("name"), "credit", 300)
    if given["how"] == "name" and not name:
        raise tk.ValidationError({"credit": [tk._("Give the name you want to be credited with.")]})
    return {"how": given["how"], **({"name": name} if given["how"] == "name" else {})}


def read_text(value: Any, field: str, longest: int = 5_000) -> str:
    """Read a text.

    Raises:
        tk.ValidationError: at the field.
    """
    try:
        return text(longest)(value)
    except Refused as refused:
        raise tk.ValidationError({field: refused.messages}) from None


def read_request_key(value: Any) -> str | None:
    """Read the key by which the same request is known again."""
    return read_text(value, "request_key", LONGEST_KEY) or None


def read_revision(value: Any) -> int | None:
    """Read the number of the revision somebody saw."""
    if value in (None, ""):
        return None
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal() and len(value) < 9):
        return int(value)
    raise tk.ValidationError({"revision": [tk._("A number is expected here.")]})
