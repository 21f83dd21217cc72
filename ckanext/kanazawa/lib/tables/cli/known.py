"""Formats and versions as they are named on the command line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable

from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.usage import Choice
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format, Version
from ckanext.kanazawa.lib.text.check_digits import has_prefecture, municipality_check_digit
from ckanext.kanazawa.lib.text.width import half_width


def require_one_of(chosen: argparse.Namespace, pairs: Iterable[tuple[str, str]]) -> None:
    """Make sure that of two options that would hide one another only one was typed.

    Raises:
        Usage: both were.
    """
    for one, other in pairs:
        if all(getattr(chosen, name) not in (None, False) for name in (one, other)):
            raise Usage("option_conflict", name=f"--{one}", other=f"--{other}")


def require_format(name: str, language: str) -> Format:
    """Return the format of a name; `public_toilet` and 公衆トイレ一覧 do, too.

    Raises:
        Usage: there is none of it.
        DefinitionError: a definition is wrong.
    """
    formats = load_formats()
    if name in formats:
        return formats[name]
    for found in formats.values():
        if name in (found.slug, found.title["ja"]) or name.replace("_", "-") == found.id:
            return found
    raise Choice(language).refusal("no_such_format", name, formats)


def require_columns(found: Format) -> None:
    """Make sure that a format says which columns a table has.

    Raises:
        Usage: it only holds the place of a format whose columns are not known.
    """
    if not found.current.fields:
        raise Usage("no_columns", found=found.id, title=found.title)


def require_version(found: Format, name: str | None) -> Version:
    """Return the version of a name, the current one without.

    Raises:
        Usage: the format has none of it.
    """
    if name is None:
        return found.current
    version = found.version(name)
    if version is None:
        names = ", ".join(version.id for version in found.versions)
        raise Usage("no_such_version", format=found.id, found=name, names=names)
    return version


def require_target(typed: str, language: str) -> tuple[Format, Version]:
    """Return format and version of `FORMAT[:VERSION]`.

    Raises:
        Usage: there is none of it.
        DefinitionError: a definition is wrong.
    """
    name, _, version = typed.partition(":")
    found = require_format(name, language)
    require_columns(found)
    return found, require_version(found, version or None)


def require_municipality(typed: str | None) -> str | None:
    """Return a local government code with its check digit, None for none.

    Five digits are completed: the sixth is computed of them.

    Raises:
        Usage: it has neither five nor six digits, begins with no prefecture's number, or ends
            with a wrong check digit.
    """
    if typed is None:
        return None
    code = half_width(typed).strip()
    if re.fullmatch("[0-9]{5,6}", code) is None:
        raise Usage("municipality", found=typed)
    if not has_prefecture(code):
        raise Usage("municipality_prefecture", found=typed, prefecture=code[:2])
    right = code[:5] + municipality_check_digit(code[:5])
    if not right.startswith(code):
        raise Usage("municipality_check_digit", found=typed, right=right)
    return right
