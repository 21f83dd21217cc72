"""Convert between the Ishikawa common format, the national form, and the table of both.

    common format (21 columns) ⇄ united table (69) ⇄ national 公共施設一覧 (56)

Into the united table and back nothing is lost. Straight from one form to the other, what the
target has no place for is listed.
"""

from __future__ import annotations

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.convert.engine import Rule, convert_by_rules
from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.convert.rules.columns import Constant, Copied
from ckanext.kanazawa.lib.tables.convert.rules.united import (
    CommonToUnited,
    Entry,
    KeptColumns,
    UnitedToCommon,
)
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.formats.model import Version
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.lib.text.places import prefecture_of

COMMON = "ishikawa-facility"
UNITED = "ishikawa-superset"
NATIONAL = "public-facility"
FORMS = (COMMON, UNITED, NATIONAL)


def convert(
    table: Table,
    recognition: Recognition,
    target: str,
    *,
    version: str = "current",
    municipality: str | None = None,
) -> Converted:
    """Convert a facilities table to another of the three forms.

    Args:
        table: best repaired first.
        recognition: its format and columns.
        target: "ishikawa-facility", "ishikawa-superset" or "public-facility".
        version: of the target; the common format has a variant "aed".
        municipality: six-digit code of the publisher, which the common format does not hold.

    Raises:
        FormatError: the table follows none of the three forms, or there is no such target.
    """
    source = recognition.format.id if recognition.format else None
    if source not in FORMS or target not in FORMS or source == target:
        known = ", ".join(FORMS)
        raise FormatError("ishikawa-forms", source=source or "-", target=target, known=known)
    wanted = load_format(target).version(version)
    if wanted is None:
        known = ", ".join(found.id for found in load_format(target).versions)
        raise FormatError("version-unknown", format=target, name=version, known=known)
    headings = [field.name for field in wanted.fields]
    rules = _rules(source, target, wanted, municipality)
    return convert_by_rules(table, recognition.indexes, headings, rules)


def _rules(source: str, target: str, wanted: Version, municipality: str | None) -> list[Rule]:
    entries = _entries()
    if source == COMMON:
        united = CommonToUnited(entries, keeps=target == UNITED)
        return [united, *_publisher(municipality)]
    if target == COMMON:
        return [UnitedToCommon(entries, [field.name for field in wanted.fields])]
    copied: list[Rule] = [
        Copied(field.name, field.name) for field in load_format(NATIONAL).current.fields
    ]
    return [*copied, KeptColumns(entries)] if target == NATIONAL else copied


def _entries() -> list[Entry]:
    return load_format(COMMON).extra["national_mapping"]["columns"]


def _publisher(municipality: str | None) -> list[Rule]:
    if municipality is None:
        return []
    rules: list[Rule] = [Constant(municipality, "全国地方公共団体コード")]
    known = load_choices("municipalities").get(municipality)
    if known is not None:
        name = prefecture_of(municipality) + known.label["ja"]
        rules.append(Constant(name, "地方公共団体名"))
    return rules
