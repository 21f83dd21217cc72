"""Files about a format: templates, schema, dictionary, code lists; the same until it changes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from functools import lru_cache

from ckanext.kanazawa import __version__
from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.dictionary import Language, dictionary_csv
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format, Version
from ckanext.kanazawa.lib.tables.formats.schema import table_schema
from ckanext.kanazawa.lib.tables.formats.template import (
    csv_template,
    template_name,
    xlsx_template,
)
from ckanext.kanazawa.schemas.tables.formats.known import as_version, codelists


def etag(found: Format, version: Version, file: str, language: Language) -> str:
    """Return a mark that changes when the definition or the program that writes it does."""
    parts = (
        __version__,
        file,
        language,
        found.status,
        json.dumps(table_schema(found, version.id), ensure_ascii=False, sort_keys=True),
        dictionary_csv(found, language, version.id).hex(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def file_name(found: Format, version: Version, file: str) -> str:
    """Return the name a file is saved under, such as public_toilet.2019.dictionary.csv."""
    stem, _, ending = file.partition(".")
    older = "" if version is found.current else f".{version.id}"
    part = "" if stem == "template" else f".{stem}"
    return template_name(found, f"{older}{part}.{ending}".lstrip("."))


# Workbooks take a tenth of a second to make, and there are few of them.
@lru_cache(maxsize=128)
def content(found_id: str, version_id: str, file: str, language: Language) -> bytes:
    """Return a file of a format.

    Args:
        found_id, version_id: as in `load_formats()`.
        file: key of `describe.FILES`.
        language: of notes and explanations; headings stay as the standard has them.

    Raises:
        FormatError: the columns are not known yet.
    """
    found = load_formats()[found_id]
    version = found.version(version_id) or found.current
    return _MAKERS[file](as_version(found, version), language)


def _workbook(found: Format, language: Language) -> bytes:
    target = io.BytesIO()
    xlsx_template(found, target, language)
    return target.getvalue()


def _schema(found: Format, language: Language) -> bytes:
    return json.dumps(table_schema(found), ensure_ascii=False, indent=2).encode()


_MAKERS: dict[str, Callable[[Format, Language], bytes]] = {
    "template.csv": lambda found, language: csv_template(found),
    "template.xlsx": _workbook,
    "schema.json": _schema,
    "dictionary.csv": lambda found, language: dictionary_csv(found, language),
}


def codelist_rows(name: str) -> list[dict[str, str]]:
    """Return a code list: value, label in Japanese and in English."""
    return [
        {"value": one.value, "ja": one.text("ja"), "en": one.text("en")}
        for one in load_choices(name).values()
    ]


def codelist_csv(name: str) -> bytes:
    """Return a code list as CSV, UTF-8 with BOM and CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("value", "ja", "en"))
    writer.writerows(row.values() for row in codelist_rows(name))
    return text.getvalue().encode("utf-8-sig")


def codelist_json(name: str) -> bytes:
    """Return a code list as JSON, with the formats that use it."""
    found = {
        "name": name,
        "formats": [one.id for one in codelists()[name]],
        "values": codelist_rows(name),
    }
    return json.dumps(found, ensure_ascii=False, indent=2).encode()
