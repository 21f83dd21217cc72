"""What a spreadsheet is told about the cells of a template: formats, drop-downs, limits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.messages import message

# The rows a spreadsheet has; validations reach to the end of the sheet.
_LAST_ROW = 1_048_576
_GREATEST = 1_000_000_000
_SHORT_LISTS = {"presence": ("有", "無"), "flag": ("1",)}
_NUMBER_FORMATS = {
    "integer": "0",
    "number": "General",
    "latitude": "0.000000##",
    "longitude": "0.000000##",
    "date": "yyyy-mm-dd",
}


def number_format(field: Field) -> str:
    """Return the number format of a field's cells: text ("@") unless it is a number or date."""
    return _NUMBER_FORMATS.get(field.kind, "@")


def typed(field: Field) -> str | int | float | date | None:
    """Return the example of a field as a spreadsheet holds it."""
    example = field.example
    if not example:
        return None
    if field.kind == "integer":
        return int(example)
    if field.kind in ("number", "latitude", "longitude"):
        return float(example)
    return date.fromisoformat(example) if field.kind == "date" else example


def options(field: Field) -> tuple[str, ...]:
    """Return the values offered for a field, () where it is free or holds several.

    Together with the commas they must stay within the 255 characters of a drop-down.
    """
    if field.many:
        return ()
    if field.choices:
        return tuple(load_choices(field.choices))
    if field.kind == "licence":
        return tuple(one.extra["list_text"] for one in load_choices("licences").values())
    return _SHORT_LISTS.get(field.kind, ())


def add(sheet: Worksheet, fields: Iterable[Field], language: str) -> None:
    """Add the validations of all columns to a sheet with headings in row 1.

    Args:
        sheet: where the cells are.
        fields: in the order of the columns.
        language: of what the spreadsheet says about a wrong value.
    """
    for index, field in enumerate(fields, start=1):
        validation = _validation(field, language)
        if validation is not None:
            letter = get_column_letter(index)
            validation.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(validation)


def _validation(field: Field, language: str) -> DataValidation | None:
    """Return what a spreadsheet checks; only what the standard is sure of stops the writer."""
    values = options(field)
    if values:
        sure = field.values_verified and field.kind != "licence"
        checked = DataValidation(
            "list",
            f'"{",".join(values)}"',
            allow_blank=True,
            errorStyle="stop" if sure else "warning",
        )
        return _speaking(checked, "template-choose", language)
    if field.type in ("integer", "number"):
        kind = "whole" if field.type == "integer" else "decimal"
        least = -_GREATEST if field.minimum is None else field.minimum
        checked = DataValidation(kind, f"{least:.10g}", str(_GREATEST), allow_blank=True)
        checked.operator = "between"
        return _speaking(checked, "template-number", language)
    if field.type == "date":
        checked = DataValidation("date", "1", allow_blank=True, operator="greaterThan")
        return _speaking(checked, "template-date", language)
    return None


def _speaking(validation: DataValidation, code: str, language: str) -> DataValidation:
    validation.showErrorMessage = True
    validation.errorTitle = message(f"{code}-title", language, {})
    validation.error = message(code, language, {})
    return validation
