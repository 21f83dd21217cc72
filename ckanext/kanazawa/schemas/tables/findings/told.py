"""One finding as it is told to a reader: its texts, and what only editors may see of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.schemas.model.finding import FindingRow

LANGUAGES = ("ja", "en")
# Instead of texts that would quote what only editors may see.
WITHHELD = {
    "ja": "値と詳しい説明は、このファイルを編集できる人だけに表示します。",
    "en": "Values and details are shown to editors of this file only.",
}
Place = tuple[str | None, int | None]


@dataclass(frozen=True)
class Reader:
    """Who reads findings of an edition.

    Attributes:
        is_editor: may change the resource, so sees everything.
        personal: sheet and column of what seems to be about private persons.
    """

    is_editor: bool
    personal: Collection[Place] = ()

    @classmethod
    def of(cls, edition_id: str, *, is_editor: bool) -> Reader:
        """Return the reader of one edition."""
        return cls(is_editor, () if is_editor else personal_places(edition_id))

    def may_see(self, row: FindingRow) -> bool:
        """Say whether the reader may see what the finding quotes.

        Other findings quote cells of the same column too (a space behind a name), and those
        on whole rows may quote any of their cells.
        """
        if self.is_editor or not (row.personal or self.personal):
            return True
        is_whole_row = row.index is None and row.row is not None
        return not (row.personal or is_whole_row or (row.sheet, row.index) in self.personal)


def personal_places(edition_id: str) -> frozenset[Place]:
    """Return sheet and column of an edition's findings of personal data."""
    query = (
        sa.select(FindingRow.sheet, FindingRow.index)
        .where(FindingRow.edition_id == edition_id, FindingRow.personal.is_(True))
        .distinct()
    )
    return frozenset((sheet, index) for sheet, index in model.Session.execute(query))


def finding_of(row: FindingRow) -> Finding:
    """Return a stored finding as the table tools know it."""
    return Finding(
        code=row.code,
        severity=row.severity,  # type: ignore[arg-type]
        sheet=row.sheet,
        row=row.row,
        column=row.column,
        index=row.index,
        value=row.value,
        repaired=row.repaired,
        repair=row.repair,
        params=row.params,
        source=row.source,
    )


def told(row: FindingRow, reader: Reader, languages: Sequence[str] = LANGUAGES) -> dict[str, Any]:
    """Return a finding for one reader.

    Args:
        row: as it is stored.
        reader: who reads it.
        languages: of the texts that are wanted.

    Returns:
        As `kanazawa-table check --json` prints it, and "number", "title" {ja, en}, "repair",
        "repaired", "personal" and "withheld": whether value and texts are kept from them.
    """
    finding, seen = finding_of(row), reader.may_see(row)
    title = texts(finding, "title", languages)
    return {
        "number": row.number,
        "code": row.code,
        "severity": row.severity,
        "sheet": row.sheet,
        "row": row.row,
        "column": row.column,
        "letter": finding.letter,
        "value": row.value if seen else None,
        "title": title,
        "message": texts(finding, "message", languages) if seen else title,
        "expected": texts(finding, "expected", languages) if seen else dict(WITHHELD),
        "source": row.source or catalogue().get(row.code, {}).get("source"),
        "repairable": row.repair is not None,
        "repair": row.repair,
        "repaired": row.repaired if seen else None,
        "personal": row.personal,
        "withheld": not seen,
    }


def texts(finding: Finding, part: str, languages: Sequence[str] = LANGUAGES) -> dict[str, str]:
    """Return a text of a finding in each language; its code where the texts do not fit it.

    Findings outlive the version of the table tools that made them.
    """
    return {language: _text(finding, language, part) for language in languages}


def _text(finding: Finding, language: str, part: str) -> str:
    try:
        return finding.text(language, part)
    except KeyError:
        return finding.code


def code_title(code: str, language: str) -> str:
    """Return what a kind of finding is called."""
    return catalogue().get(code, {}).get("title", {}).get(language, code)
