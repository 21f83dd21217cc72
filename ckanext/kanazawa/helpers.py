"""Template helpers every feature may use."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

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
