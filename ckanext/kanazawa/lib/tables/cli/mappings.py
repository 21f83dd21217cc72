"""Mappings of --mapping and --check, read from a file."""

from __future__ import annotations

from pathlib import Path

from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.output import reason_of
from ckanext.kanazawa.lib.tables.convert.mapping import Mapping
from ckanext.kanazawa.lib.tables.errors import MappingError

# Larger than any mapping; a table given by mistake is not read to its end.
LARGEST_BYTES = 5_000_000


def read_mapping(name: str) -> Mapping:
    """Read a mapping file.

    Raises:
        Usage: it cannot be opened, or something in it is not as it should be.
        FormatError: it names a format that is none.
    """
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Usage("mapping_large", file=name)
        mapping = Mapping.load(path)
        problems = mapping.problems()
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise Usage("not_found", file=name) from error
        if isinstance(error, PermissionError):
            raise Usage("not_allowed", file=name) from error
        raise Usage("mapping_unreadable", file=name, reason=reason_of(error)) from error
    except MappingError as error:
        raise _refusal(name, error) from error
    if problems:
        raise _refusal(name, problems[0])
    return mapping


def _refusal(name: str, error: MappingError) -> Usage:
    reasons = {language: error.text(language) for language in ("ja", "en")}
    return Usage("mapping_wrong", file=name, reason=reasons)
