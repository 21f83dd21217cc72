"""The forms a published table comes in, and what a form is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any

from ckanext.kanazawa.lib.tables.write import FORMS
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.contents import setting_of

# To be raised when a writer writes the same table in other bytes.
WRITER = 1


@dataclass(frozen=True)
class FormKind:
    """One form at an address.

    Attributes:
        name: key of the form in the database: "csv", "csv-cp932", …
        ending: of the address, and key of the writer.
        encoding: value of `?encoding=`, "" where there is none.
        charset: as Content-Type names it; "" where the form has none.
        label: as a button shows it.
        options: what the writer is told besides.
    """

    name: str
    ending: str
    label: str
    encoding: str = ""
    charset: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        """Return the media type with its charset."""
        media_type = FORMS[self.ending].media_type
        return f"{media_type}; charset={self.charset}" if self.charset else media_type


KINDS: Mapping[str, FormKind] = {
    kind.name: kind
    for kind in (
        FormKind("csv", "csv", "CSV", charset="utf-8"),
        FormKind(
            "csv-cp932",
            "csv",
            "CSV (Shift_JIS)",
            encoding="cp932",
            # As IANA names what Windows calls Shift_JIS.
            charset="windows-31j",
            options={"encoding": "cp932"},
        ),
        FormKind("xlsx", "xlsx", "XLSX"),
        FormKind("geojson", "geojson", "GeoJSON"),
        FormKind("json", "json", "JSON"),
        FormKind("jsonl", "jsonl", "JSON Lines"),
        FormKind("parquet", "parquet", "Parquet"),
    )
}
ENDINGS = tuple(dict.fromkeys(kind.ending for kind in KINDS.values()))
# Names by which people ask for the encoding of old Windows programs.
CP932_NAMES = ("cp932", "shift_jis", "shift-jis", "sjis", "ms932", "windows-31j")
UTF8_NAMES = ("", "utf-8", "utf8", "utf-8-sig")


def find_kind(ending: str, encoding: str = "") -> FormKind | None:
    """Return the form of an address; None where there is none in that encoding.

    Args:
        ending: of the address.
        encoding: as the reader wrote it into `?encoding=`.
    """
    wanted = encoding.strip().lower()
    if wanted in UTF8_NAMES:
        return KINDS.get(ending)
    return KINDS["csv-cp932"] if ending == "csv" and wanted in CP932_NAMES else None


@cache
def software() -> str:
    """Return what writes: another version may read, repair or write otherwise."""
    return f"{version('ckanext-kanazawa')}/{WRITER}"


def reads_as_examined(edition: Edition) -> bool:
    """Say whether a table is published as it came, and reads as it did when it was examined."""
    changed = any(edition.choices.get(name) for name in ("mapping", "publish"))
    return not changed and software() == f"{edition.engine}/{WRITER}"


def made_of(edition: Edition, kind: FormKind) -> str:
    """Return a hash of all that decides about the bytes of a form."""
    choices = edition.choices
    municipality = setting_of(edition).municipality if choices.get("publish") else None
    parts = [edition.id, edition.sha256, edition.sheet, choices, municipality]
    text = json.dumps([*parts, kind.name, software()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
