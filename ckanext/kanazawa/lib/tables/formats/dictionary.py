"""Make the data dictionary of a format: a row for each column, in Japanese or English."""

from __future__ import annotations

import csv
import io
from typing import Literal

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field, Format
from ckanext.kanazawa.lib.tables.formats.schema import version_of
from ckanext.kanazawa.lib.tables.messages import message

Language = Literal["ja", "en"]
HEADINGS: dict[str, tuple[str, ...]] = {
    "ja": (
        *("番号", "項目名", "英語名", "物理名", "区分", "区分の根拠", "種類"),
        *("書き方", "単位", "選べる値", "例", "説明", "確認"),
    ),
    "en": (
        *("Number", "Column", "English title", "English name", "Physical name", "Level"),
        *("Basis of the level", "Kind", "Written as", "Unit", "Values", "Example"),
        *("Description", "Verified"),
    ),
}


def dictionary(
    found: Format, language: Language = "ja", version: str | None = None
) -> list[tuple[str, ...]]:
    """Return the data dictionary as rows of text, the first one the headings.

    Args:
        found: the format.
        language: of headings and descriptions; columns keep their official Japanese names.
        version: id of a version, None for the current one.

    Raises:
        FormatError: the format has no such version.
    """
    fields = version_of(found, version).fields
    rows = [_row(number, field, language) for number, field in enumerate(fields, start=1)]
    return [HEADINGS[language], *rows]


def dictionary_csv(found: Format, language: Language = "ja", version: str | None = None) -> bytes:
    """Return the data dictionary as CSV, UTF-8 with BOM and CRLF."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(dictionary(found, language, version))
    return text.getvalue().encode("utf-8-sig")


def dictionary_markdown(
    found: Format, language: Language = "ja", version: str | None = None
) -> str:
    """Return the data dictionary as a Markdown table under a heading."""
    headings, *rows = dictionary(found, language, version)
    lines = [f"# {found.title[language]}", "", standing(found, language), ""]
    lines += [_markdown_row(headings), _markdown_row(["---"] * len(headings))]
    lines += [_markdown_row(row) for row in rows]
    return "\n".join(lines) + "\n"


def standing(found: Format, language: str) -> str:
    """Return a sentence on what the columns of a format rest on; unverified ones say so."""
    if found.status != "verified":
        return message(f"format-{found.status}", language, {"title": found.title})
    code = "format-standard" if found.standard else "format-own"
    return message(code, language, {"title": found.title, "version": found.current.title})


def cell_form(field: Field, language: str) -> str:
    """Return how a cell of a field is written, with ";" where it may hold several values."""
    form = load_choices("column_kinds")[field.kind].extra["form"][language]
    if not field.many:
        return form
    return message("cell-many", language, {"form": form})


def values(field: Field, language: str) -> str:
    """Return the values of the code list, with their meaning where that is another word."""
    if field.choices is None:
        return ""
    listed = [
        entry.value
        if entry.text(language) == entry.value
        else f"{entry.value}={entry.text(language)}"
        for entry in load_choices(field.choices).values()
    ]
    text = "; ".join(listed)
    return text if field.values_verified else message("values-open", language, {"values": text})


def _row(number: int, field: Field, language: Language) -> tuple[str, ...]:
    labels = {
        "level": load_choices("column_levels")[field.level].text(language),
        "basis": load_choices("level_bases")[field.level_basis].text(language),
        "kind": load_choices("column_kinds")[field.kind].text(language),
    }
    checked = message("column-verified" if field.verified else "column-unverified", language, {})
    english = (field.title["en"],) if language == "en" else ()
    return (
        *(str(number), field.name, *english, field.name_en, field.physical_name or ""),
        *(labels["level"], labels["basis"], labels["kind"], cell_form(field, language)),
        *(field.unit[language] if field.unit else "", values(field, language)),
        *(field.example or "", field.description[language], checked),
    )


def _markdown_row(cells: tuple[str, ...] | list[str]) -> str:
    escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"
