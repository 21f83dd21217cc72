"""The parameters of one search, read from what CKAN passes to Solr."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.search.errors import InvalidQuery
from ckanext.kanazawa.search.fields import DEFAULT_FIELD
from ckanext.kanazawa.search.query.sorting import DEFAULT_SORT

_MAX_START = 2**31 - 1
# Each field asked for the first time is read from all datasets.
_MAX_FACETS = 30


@dataclass(frozen=True)
class Params:
    """What one search asks for; the names are Solr's.

    Attributes:
        q: the query; `fq`: filters that all must hold.
        free: whether `q` is free text (dismax) and no query of the standard language.
        qf: fields free text is looked for in.
        fl: fields to return, None for all that are stored.
    """

    q: str
    fq: tuple[str, ...]
    free: bool
    qf: tuple[str, ...]
    mm: str
    df: str
    operator: str
    sort: str
    start: int
    rows: int
    fl: tuple[str, ...] | None
    facet_fields: tuple[str, ...]
    facet_limit: int
    facet_mincount: int


def read(q: str, given: Mapping[str, Any]) -> Params:
    """Read the parameters of a search.

    Args:
        q: the query.
        given: Solr's parameters as pysolr gets them.

    Raises:
        InvalidQuery: a number is none or out of range.
    """
    fields = tuple(_listed(given.get("fl") or ""))
    wants_facets = str(given.get("facet", "false")).lower() in ("true", "on", "1", "yes")
    df = str(given.get("df") or DEFAULT_FIELD)
    return Params(
        q=_clean(q) or "*:*",
        fq=tuple(text for text in _strings(given.get("fq")) if text.strip()),
        free=given.get("defType") in ("dismax", "edismax") and q.strip() != "*:*",
        qf=_query_fields(str(given.get("qf") or ""), df),
        mm=str(given.get("mm") or "100%"),
        df=df,
        operator=str(given.get("q.op") or "OR").upper(),
        sort=_clean(given.get("sort") or DEFAULT_SORT),
        start=_number(given, "start", 0),
        rows=_number(given, "rows", 10),
        fl=None if not fields or "*" in fields else fields,
        facet_fields=_facet_fields(given) if wants_facets else (),
        facet_limit=_number(given, "facet.limit", 100, minimum=-_MAX_START),
        # What nobody may see counts nothing: a zero would give away that it is there.
        facet_mincount=max(1, _number(given, "facet.mincount", 1)),
    )


def _facet_fields(given: Mapping[str, Any]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(_strings(given.get("facet.field"))))
    if len(names) > _MAX_FACETS:
        message = tk._("At most {count} facet fields can be counted in one search.")
        raise InvalidQuery(message.format(count=_MAX_FACETS))
    return names


def _query_fields(qf: str, df: str) -> tuple[str, ...]:
    """Return the fields of `qf` without their weights; `text` holds all the others."""
    names = tuple(part.split("^")[0] for part in qf.split())
    return (df,) if not names or df in names else names


def _strings(given: Any) -> list[str]:
    if given is None:
        return []
    return [_clean(item) for item in ([given] if isinstance(given, str) else given)]


def _clean(given: Any) -> str:
    """Take out what no text in PostgreSQL can hold: NUL, and halves of surrogate pairs."""
    return str(given).replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _listed(given: Any) -> list[str]:
    return [part for text in _strings(given) for part in re.split(r"[,\s]+", text) if part]


def _number(given: Mapping[str, Any], name: str, default: int, minimum: int = 0) -> int:
    value = given.get(name)
    if value is None or value == "":
        return default
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = minimum - 1
    if not minimum <= number <= _MAX_START:
        message = tk._("The search parameter {name} must be a whole number from {minimum} up.")
        raise InvalidQuery(message.format(name=name, minimum=minimum))
    return number
