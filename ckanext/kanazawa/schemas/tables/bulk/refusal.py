"""Why something of a folder is refused: where, what was found, what instead, in both languages."""

from __future__ import annotations

from ckanext.kanazawa.schemas.speech import Said


class Refusal(Exception):
    """A row, a file or the whole sheet is refused.

    Attributes:
        said: {"ja", "en"}.
        row: of the sheet, as the spreadsheet counts it; None where it is not about one row.
    """

    def __init__(self, said: Said, row: int | None = None):
        super().__init__(said["en"])
        self.said = said
        self.row = row
