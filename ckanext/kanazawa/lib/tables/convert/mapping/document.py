"""Mappings as YAML or JSON.

mapping: 1                      version of this form
format: evacuation-space        id of the format
version: current                id of its version
columns:                        own heading: official heading
  避難先名称: 名称
constants:                      official heading: what stands there in every row
  市区町村コード: "302040"
joins:                          official heading: own columns, and what stands between
  地方公共団体名: {of: [県名, 市町村名], between: ""}
splits:                         own heading: what parts it, and where the parts go
  災害区分: {at: "・", words: {津波: 災害種別_津波}}
  時間: {at: "～", into: [開始時間, 終了時間]}
values:                         official heading: own word: standard value
  指定避難所との重複: {兼ねる: "1"}
dropped: [整理番号]              own headings that are left out on purpose
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping as MappingOf
from pathlib import Path
from typing import Any

import yaml

from ckanext.kanazawa.lib.tables.convert.mapping.model import Join, Mapping, Split
from ckanext.kanazawa.lib.tables.errors import MappingError
from ckanext.kanazawa.lib.yamltext import read_yaml

FORM = 1
_KEYS = ("mapping", "format", "version", "columns", "constants", "joins", "splits", "values")
KEYS = (*_KEYS, "dropped")


def read_mapping(source: str | bytes | Path) -> Mapping:
    """Read a mapping.

    Args:
        source: text of a YAML or JSON file, or the path of one.

    Raises:
        MappingError: it is no YAML, of another version, or something in it is not as it
            should be; names the place.
    """
    if isinstance(source, Path):
        source = source.read_bytes()
    return mapping_of(_document(source))


def mapping_of(document: MappingOf[str, Any]) -> Mapping:
    """Make a mapping of what such a file holds.

    Raises:
        MappingError: something in it is not as it should be; names the place.
    """
    if not isinstance(document, dict):
        raise MappingError(f"mapping-is-{_form_of(document)}")
    _check_keys(document)
    return Mapping(
        format=_text(document.get("format"), "format"),
        version=_text(document.get("version", "current"), "version"),
        columns=_texts(document, "columns"),
        constants=_texts(document, "constants"),
        joins={
            name: _join(part, f"joins.{name}") for name, part in _items(document, "joins").items()
        },
        splits={
            name: _split(part, f"splits.{name}")
            for name, part in _items(document, "splits").items()
        },
        values={
            name: _texts(_items(document, "values"), name, "values")
            for name in _items(document, "values")
        },
        dropped=_list(document.get("dropped") or [], "dropped"),
    )


def write_mapping(mapping: Mapping, form: str) -> str:
    """Return a mapping as text that `read_mapping` reads.

    Args:
        form: "yaml" or "json".
    """
    document: dict[str, Any] = {
        "mapping": FORM,
        "format": mapping.format,
        "version": mapping.version,
        "columns": dict(mapping.columns),
        "constants": dict(mapping.constants),
        "joins": {
            name: {"of": list(join.of), "between": join.between}
            for name, join in mapping.joins.items()
        },
        "splits": {name: _split_document(split) for name, split in mapping.splits.items()},
        "values": {name: dict(words) for name, words in mapping.values.items()},
        "dropped": list(mapping.dropped),
    }
    filled = {key: value for key, value in document.items() if value}
    if form == "json":
        return json.dumps(filled, ensure_ascii=False, indent=2) + "\n"
    return yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=100)


def _split_document(split: Split) -> dict[str, Any]:
    if split.into:
        return {"at": split.at, "into": list(split.into)}
    return {"at": split.at, "words": dict(split.words)}


def _document(source: str | bytes) -> Any:
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        document = read_yaml(text)
    except UnicodeDecodeError as error:
        raise MappingError("mapping-not-utf8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise MappingError("mapping-not-yaml", line=line) from error
    return document


def _form_of(document: object) -> str:
    """Return what a document holds at its top that holds no pairs."""
    if document is None:
        return "empty"
    return "list" if isinstance(document, list) else "text"


def _check_keys(document: MappingOf[str, Any]) -> None:
    if document.get("mapping") != FORM:
        raise MappingError("mapping-form", found=str(document.get("mapping")), known=FORM)
    for key in document:
        if key not in KEYS:
            near = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.0)
            raise MappingError("mapping-key-unknown", key=key, near=near[0])
    if not document.get("format"):
        raise MappingError("mapping-without-format")


def _items(document: MappingOf[str, Any], key: str) -> MappingOf[str, Any]:
    found = document.get(key) or {}
    if not isinstance(found, dict):
        raise MappingError("mapping-not-pairs", place=key)
    return {_text(name, key): part for name, part in found.items()}


def _texts(document: MappingOf[str, Any], key: str, inside: str = "") -> dict[str, str]:
    place = f"{inside}.{key}" if inside else key
    return {name: _text(part, f"{place}.{name}") for name, part in _items(document, key).items()}


def _text(found: Any, place: str) -> str:
    if not isinstance(found, str):
        raise MappingError("mapping-not-text", place=place, value=str(found))
    return found


def _list(found: Any, place: str) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise MappingError("mapping-not-list", place=place)
    return tuple(_text(part, place) for part in found)


def _join(found: Any, place: str) -> Join:
    if not isinstance(found, dict) or not set(found) <= {"of", "between"} or "of" not in found:
        raise MappingError("mapping-join", place=place)
    return Join(_list(found["of"], f"{place}.of"), _text(found.get("between", ""), place))


def _split(found: Any, place: str) -> Split:
    keys = set(found) if isinstance(found, dict) else set()
    if keys not in ({"at", "into"}, {"at", "words"}) or not found["at"]:
        raise MappingError("mapping-split", place=place)
    at = _text(found["at"], f"{place}.at")
    if "into" in found:
        return Split(at, _list(found["into"], f"{place}.into"))
    return Split(at, words=_texts(found, "words", place))
