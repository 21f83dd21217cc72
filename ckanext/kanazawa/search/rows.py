"""Make the rows of one dataset from the document CKAN sends to the index."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dateutil.parser import ParserError, isoparse

from ckanext.kanazawa.search import fields
from ckanext.kanazawa.search.analysis import Vector, folded, plain_texts

log = logging.getLogger(__name__)

# A filter or a facet compares this much of a value (an index entry has a limit).
VALUE_LENGTH = 200
_TITLE_LENGTH = 300
# How much of what is in the ranking vector, which must stay small.
_RANKED = (("title", "A", 200), ("name", "B", 100), ("tags", "B", 300), ("res_name", "C", 400))

Value = tuple[str, str]


@dataclass(frozen=True)
class Rows:
    """What is written of one dataset.

    Attributes:
        dataset: column → value of `dataset`, without `value_numbers`.
        values: (field, exact value) pairs, each once.
        document: column → value of `document`, without `number`.
    """

    dataset: dict[str, Any]
    values: list[Value]
    document: dict[str, Any]


def rows(document: Mapping[str, Any]) -> Rows:
    """Make the rows of a document.

    Args:
        document: field → value or list of values, as CKAN gives it to Solr.
    """
    cleaned = {field: _clean(field, value) for field, value in document.items()}
    present = {field: values for field, values in cleaned.items() if values}
    columns = {field: present[field][0] for field in fields.COLUMNS if field in present}
    title = str(columns.get("title_string") or _first(present, "title"))
    columns.update(
        title_string=title[:_TITLE_LENGTH],
        title_folded=folded(title, _TITLE_LENGTH),
        permission_labels=[str(label) for label in present.get("permission_labels", [])],
        words=str(_words(present)),
        ranking=str(_ranking(present)),
    )
    for field in fields.COLUMNS:
        columns.setdefault(field, None)
    columns["indexed_ts"] = columns["indexed_ts"] or datetime.datetime.now(datetime.timezone.utc)
    return Rows(columns, sorted(set(_values(present))), _document(present))


def _clean(field: str, value: Any) -> list[Any]:
    """Return a field's values as a list, without what Solr leaves out: None and ""."""
    items = value if isinstance(value, (list, tuple, set)) else [value]
    kept = [_clean_item(field, item) for item in items]
    return [item for item in kept if item is not None and item != ""]


def _clean_item(field: str, item: Any) -> Any:
    if item is None:
        return None
    kind = fields.kind_of(field)
    if kind is fields.Kind.DATE:
        return _date(field, item)
    if kind is fields.Kind.INTEGER:
        return _integer(field, item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, (dict, list)):
        item = json.dumps(item, ensure_ascii=False)
    # PostgreSQL keeps neither NUL nor half of a surrogate pair.
    return str(item).replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _date(field: str, item: Any) -> datetime.datetime | None:
    if isinstance(item, datetime.datetime):
        moment = item
    else:
        try:
            moment = isoparse(str(item))
        except (ParserError, ValueError):
            log.warning("Field %s holds no date and is left out: %.100r", field, item)
            return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return moment.astimezone(datetime.timezone.utc)


def _integer(field: str, item: Any) -> int | None:
    try:
        return int(item)
    except (TypeError, ValueError):
        log.warning("Field %s holds no whole number and is left out: %.100r", field, item)
        return None


def iso_milliseconds(moment: datetime.datetime) -> str:
    """Write a moment as Solr does: UTC, milliseconds only where there are some."""
    utc = moment.astimezone(datetime.timezone.utc)
    milliseconds = utc.microsecond // 1000
    text = utc.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{milliseconds:03d}Z" if milliseconds else f"{text}Z"


def sortable_date(moment: datetime.datetime) -> str:
    """Write a moment so that the order of the texts is the order of the moments."""
    utc = moment.astimezone(datetime.timezone.utc)
    return utc.strftime("%Y-%m-%dT%H:%M:%S") + f".{utc.microsecond // 1000:03d}Z"


def _first(present: Mapping[str, list[Any]], field: str) -> Any:
    return present[field][0] if present.get(field) else ""


def _texts(values: list[Any]) -> Iterator[str]:
    for item in values:
        yield from plain_texts(item)


def _words(present: Mapping[str, list[Any]]) -> Vector:
    vector = Vector()
    # Short and telling fields first: what a very long one pushes out is the rest of itself.
    for field in sorted(present, key=lambda name: (name in ("notes", "text"), name)):
        if field in fields.PAYLOAD:
            continue
        names = _searched_names(field)
        for text in _texts(present[field]) if names else ():
            vector.add(text, names)
    return vector


def _searched_names(field: str) -> list[str]:
    """Return the names under which the words of a field are found; "" for no name."""
    names = [""] if fields.is_in_default(field) else []
    if fields.is_in_urls(field):
        names.append("urls")
    if fields.kind_of(field) is fields.Kind.TEXT and field != fields.DEFAULT_FIELD:
        names.append(field)
    return names


def _ranking(present: Mapping[str, list[Any]]) -> Vector:
    vector = Vector()
    for field, weight, length in _RANKED:
        vector.add(" / ".join(_texts(present.get(field, [])))[:length], weight=weight)
    return vector


def _values(present: Mapping[str, list[Any]]) -> Iterator[Value]:
    for field, items in present.items():
        if not fields.is_counted(field):
            continue
        for item in items:
            text = sortable_date(item) if isinstance(item, datetime.datetime) else str(item)
            yield field[:VALUE_LENGTH], text[:VALUE_LENGTH]


def _document(present: Mapping[str, list[Any]]) -> dict[str, Any]:
    stored = {
        field: _stored(field, values)
        for field, values in present.items()
        if fields.is_stored(field)
    }
    return {
        "data_dict": _first(present, "data_dict") or None,
        "validated_data_dict": _first(present, "validated_data_dict") or None,
        "fields": stored,
    }


def _stored(field: str, values: list[Any]) -> Any:
    shown = [
        iso_milliseconds(item) if isinstance(item, datetime.datetime) else item for item in values
    ]
    return shown if fields.is_multiple(field) else shown[0]
