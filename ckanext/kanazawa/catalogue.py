"""Texts in a language of choice, outside of any request: for mails and files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

# A mapped folder (setup.py): the type checker looks for it inside the package.
import ckanext.kanazawa.i18n as folder  # pyright: ignore[reportMissingImports]

DOMAIN = "ckanext-kanazawa"


def N_(text: str) -> str:
    """Mark a text for translation where it stands as data; `translated` does it later."""
    return text


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(Path(next(iter(folder.__path__)))), [language], DOMAIN)


def translated(text: str, language: str) -> str:
    """Return a text in a language; as it stands in the source where it has none."""
    return _catalogue(language).ugettext(text)
