"""Reasons for which something is rejected or taken down, in the reader's language."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

REASONS = ("duplicate", "scope", "personal", "rights", "quality", "wrong", "no-answer", "other")


def reason_label(reason: str) -> str:
    """Return a reason as people read it; the code itself where we do not know it."""
    return {
        "duplicate": tk._("The same data is here already"),
        "scope": tk._("It does not belong into this portal"),
        "personal": tk._("It holds personal data"),
        "rights": tk._("The right to publish it is not clear"),
        "quality": tk._("It cannot be used as it is"),
        "wrong": tk._("The content is wrong"),
        "no-answer": tk._("Questions were not answered"),
        "other": tk._("Another reason"),
        "overlap": tk._("The live dataset changed in the same places"),
        "files": tk._("A file changed after it was checked"),
        "cells": tk._("The cells hold something else by now"),
        "gone": tk._("What it is about is no longer public"),
        "standing": tk._("The standing approval does not hold"),
        "approval": tk._("The approval was of another revision"),
        "refused": tk._("The catalogue refuses the metadata"),
    }.get(reason, reason)


def read_reason(value: object) -> str:
    """Return a reason from the list.

    Raises:
        tk.ValidationError: it is none.
    """
    if value not in REASONS:
        raise tk.ValidationError({"reason": [tk._("Choose a reason from the list.")]})
    return str(value)


def read_reply(value: object, reason: str) -> str:
    """Return what is written to whoever is refused; "another reason" says which.

    Raises:
        tk.ValidationError: see `read_text`.
    """
    return read_text(value, needed=reason == "other")


def read_text(value: object, field: str = "text", *, needed: bool = False) -> str:
    """Return what somebody wrote, tidied.

    Raises:
        tk.ValidationError: it is no text, too long, or missing where it is needed.
    """
    text = value.strip() if isinstance(value, str) else ""
    if value is not None and not isinstance(value, str):
        raise tk.ValidationError({field: [tk._("Text is expected here.")]})
    if len(text) > 5_000:
        raise tk.ValidationError({field: [tk._("Please shorten this to 5,000 characters.")]})
    if needed and not text:
        raise tk.ValidationError({field: [tk._("Please say why.")]})
    return text


def read_seen(value: object) -> int:
    """Return the number of the revision somebody saw.

    Raises:
        tk.ValidationError: none was named.
    """
    if isinstance(value, str) and value.isdecimal() and len(value) < 9:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise tk.ValidationError({"revision": [tk._("Say which revision you saw.")]})
    return value
