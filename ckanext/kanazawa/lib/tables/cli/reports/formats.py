"""Formats for people: the list, and one format with its columns and versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, columns, screen_width, wrap
from ckanext.kanazawa.lib.tables.formats.differences import differences
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version

# A ZIP of several files: known, though it has no columns of its own.
FEED = "gtfs-jp"


def list_lines(formats: Iterable[Format], console: Console) -> Iterator[str]:
    """Yield the list, one family after the other."""
    families: dict[str, list[Format]] = {}
    for found in formats:
        families.setdefault(found.family, []).append(found)
    for family, members in families.items():
        yield console.paint("strong", console.text(f"family.{family}", count=len(members)))
        rows = [_row(found, console) for found in members]
        yield from columns(rows, most=(0, 0, 40), indent=INDENT)
        yield ""
    yield from wrap(console.text("formats.more"), screen_width())


def _row(found: Format, console: Console) -> tuple[str, ...]:
    versions = ", ".join(version.id for version in found.versions)
    status = "" if found.status == "verified" else console.text(f"status.{_status(found)}")
    size = _size(found.current, console)
    return (found.number or "", found.id, found.title[console.language], size, versions, status)


def _size(version: Version, console: Console) -> str:
    size = len(version.fields)
    return console.text("formats.columns", count=size) if size else ""


def _status(found: Format) -> str:
    """Return how a format stands; a feed has files of its own instead of columns."""
    return "feed" if found.id == FEED else found.status


def format_lines(found: Format, version: Version, console: Console) -> Iterator[str]:
    """Yield what there is to know about one format, with the columns of one version."""
    title = f"{found.title['ja']} / {found.title['en']} ({found.id})"
    yield console.paint("strong", title)
    yield INDENT + console.text(f"family.{found.family}.one", number=found.number or "").rstrip()
    if found.status != "verified":
        said = console.text(f"status.{_status(found)}.long")
        yield from (console.paint("warning", line) for line in wrap(said, screen_width(), INDENT))
    name = "formats.file_name_feed" if found.id == FEED else "formats.file_name"
    yield INDENT + console.text(name, slug=found.slug)
    yield ""
    yield console.paint("strong", console.text("formats.versions"))
    rows = [
        (known.id, _size(known, console), known.title[lang])
        for lang in (console.language,)
        for known in found.versions
    ]
    yield from columns(rows, indent=INDENT)
    if version.fields:
        yield ""
        heading = console.text("formats.fields", version=version.id)
        yield console.paint("strong", heading)
        yield from _field_lines(version.fields, console)
    for older in found.versions[1:]:
        yield ""
        yield console.paint("strong", console.text("formats.differences", version=older.id))
        for difference in differences(found, older.id):
            yield from wrap(difference.text(console.language), screen_width(), INDENT)
    yield ""
    yield from wrap(console.text("formats.source", source=version.source), screen_width())


def _field_lines(fields: Iterable[Field], console: Console) -> Iterator[str]:
    heads = ("number", "heading", "level", "kind", "example")
    rows = [tuple(console.text(f"fields.{name}") for name in heads)]
    for number, field in enumerate(fields, 1):
        title = field.name if console.language == "ja" else f"{field.name} ({field.title['en']})"
        level = console.text(f"level.{field.level}") + ("" if field.is_sure else "?")
        kind = field.kind + (f" ({field.choices})" if field.choices else "")
        rows.append((str(number), title, level, kind, field.example or ""))
    yield from columns(rows, most=(0, 50, 0, 30, 30), indent=INDENT)
    if not all(field.is_sure for field in fields):
        yield from wrap(console.text("level.unsure"), screen_width(), INDENT)
