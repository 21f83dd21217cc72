"""Which language the command line speaks."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise

LANGUAGES = ("ja", "en")


def chosen_language(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> str:
    """Return what `--lang` says, else the reader's locale, else Japanese.

    It is needed before the options are understood: their help and what is wrong with them
    are told in it. A `--lang` of something else is refused later, with all other options.
    """
    said = [word.partition("=")[2] for word in arguments if word.startswith("--lang=")]
    said += [after for word, after in pairwise(arguments) if word == "--lang"]
    for language in said:
        if language in LANGUAGES:
            return language
    return locale_language(environ)


def locale_language(environ: Mapping[str, str]) -> str:
    """Return the language of the first locale variable that names one; Japanese without."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "").lower()
        if value:
            return "en" if value.startswith("en") else "ja"
    return "ja"
