"""Private persons in cells that should name a body, or say something else."""

from __future__ import annotations

import re
from functools import cache

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis
from ckanext.kanazawa.lib.text.mentions import birthday, mentioned_person
from ckanext.kanazawa.lib.text.people import is_person

_KINDS = ("text", "multiline")
# Headings under which a body stands, never a person.
_OF_BODY = re.compile(
    "団体名|組織名|機関名|法人(?:の名称|名)|部署|^(?:.*_)?(?:担当)?課名?$|連絡先名称"
)
# Headings under which names, of persons too, are what is asked for, or places.
_OF_NAME = re.compile(
    "氏名|名前|人名|名称|名$|タイトル|題名|キーワード|タグ|講師|出演|[作著]者|(?:主催|設置|所有|開設|営業|"
    "作成|管理|代表|責任|担当)者|住所|所在地|番地|町字|市区町村|都道府県|地区|地域"
)


@cache
def _place_of(kind: str, heading: str) -> str | None:
    if kind not in _KINDS:
        return None
    if _OF_BODY.search(heading):
        return "body"
    return None if _OF_NAME.search(heading) else "text"


def names_body(field: Field) -> bool:
    """Say whether a body or an office stands in a column, never a person."""
    return _place_of(field.kind, field.name) == "body"


def may_name_persons(field: Field) -> bool:
    """Say whether a column is looked through for private persons."""
    return _place_of(field.kind, field.name) is not None


def persons(text: str, field: Field) -> tuple[Diagnosis, ...]:
    """Find names of private persons, and birthdays, where neither belongs."""
    place = _place_of(field.kind, field.name)
    if place is None:
        return ()
    if place == "body" and is_person(text):
        return (Diagnosis("person-as-body"),)
    found: list[Diagnosis] = []
    name = mentioned_person(text)
    if name is not None:
        found.append(Diagnosis("person-in-text", params={"name": name}))
    day = birthday(text)
    if day is not None:
        found.append(Diagnosis("birthday-in-text", params={"day": day}))
    return tuple(found)
