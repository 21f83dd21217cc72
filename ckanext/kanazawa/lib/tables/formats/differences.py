"""Say what changed between an older version of a format and the current one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version
from ckanext.kanazawa.lib.tables.messages import message

Change = Literal["renamed", "joined", "split", "relaxed", "tightened", "values", "removed", "added"]


@dataclass(frozen=True)
class Difference:
    """One change from an older version to the current one.

    Attributes:
        change: "renamed"; "joined": several older columns became one; "split": one became
            several; "relaxed" and "tightened": required before, or now; "values": another
            code list; "removed"; "added".
        older: headings in the older version, () for an added column.
        current: headings in the current one, () for a removed column.
        params: what the text names besides.
    """

    change: Change
    older: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the change as a sentence in "ja" or "en"."""
        names = {"older": _listed(self.older, language), "current": _listed(self.current, language)}
        return message(f"difference-{self.change}", language, {**names, **self.params})


def differences(found: Format, older: str | None = None) -> tuple[Difference, ...]:
    """Return what changed from an older version to the current one.

    Args:
        found: the format.
        older: id of the older version; None takes the newest of them.

    Returns:
        In the order of the older columns, then the added ones; () where there is no older
        version.
    """
    version = found.version(older) if older else next(iter(found.versions[1:]), None)
    if version is None or version is found.current:
        return ()
    moved = [change for field in version.fields for change in _of_field(field, found.current)]
    return (*_joined(version), *moved, *_added(version, found.current))


def _listed(names: tuple[str, ...], language: str) -> str:
    if language == "ja":
        return "".join(f"「{name}」" for name in names)
    return ", ".join(f"“{name}”" for name in names)


def _of_field(field: Field, current: Version) -> list[Difference]:
    if "joins" in field.extra:
        return []
    if "splits" in field.extra:
        return [Difference("split", (field.name,), tuple(field.extra["splits"]))]
    heir = current.field(field.equals) if field.equals else None
    if heir is None:
        return [Difference("removed", (field.name,))]
    both = ((field.name,), (heir.name,))
    changes = [] if field.name == heir.name else [Difference("renamed", *both)]
    if heir.is_sure and "required" in (field.level, heir.level) and field.level != heir.level:
        level = load_choices("column_levels")[heir.level].label
        change = "tightened" if heir.level == "required" else "relaxed"
        changes.append(Difference(change, *both, {"level": level}))
    if field.choices != heir.choices:
        changes.append(Difference("values", *both))
    return changes


def _joined(version: Version) -> list[Difference]:
    """Return one change for each current column that several older ones are parts of."""
    parts: dict[str, list[str]] = {}
    for field in version.fields:
        if "joins" in field.extra:
            parts.setdefault(field.extra["joins"], []).append(field.name)
    return [Difference("joined", tuple(names), (whole,)) for whole, names in parts.items()]


def _added(version: Version, current: Version) -> list[Difference]:
    kept = {field.equals for field in version.fields}
    for field in version.fields:
        kept.add(field.extra.get("joins"))
        kept.update(field.extra.get("splits", ()))
    return [
        Difference("added", (), (field.name,)) for field in current.fields if field.name not in kept
    ]
