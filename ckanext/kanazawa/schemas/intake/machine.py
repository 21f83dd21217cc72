"""Fill in what a machine knows better than the person at the form."""

from __future__ import annotations

import datetime
import json
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote, urlsplit

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.choices import areas
from ckanext.kanazawa.schemas.files.handover import Handover
from ckanext.kanazawa.schemas.files.name import safe_file_name
from ckanext.kanazawa.schemas.tags import split_tags

LANGUAGE = "ja"
DATA_THEME = "http://publications.europa.eu/resource/authority/data-theme/"
STANDARD = ("kanazawa_standard", "kanazawa_standard_version")
# Values of `kanazawa_standard_by`.
PORTAL, PERSON = "portal", "person"
_by_portal: ContextVar[bool] = ContextVar("kanazawa_by_portal", default=False)
STANDARD_TAG = "自治体標準ODS"
# The name in a file's address while visitors may not see any (files/edition.py).
NO_FILE = "file"
# What such a resource is called where it was called after the file.
NO_FILE_TITLE = "ファイル"


def as_list(value: Any) -> list[str]:
    """Read a field that holds several values: a list, JSON of a list, or one text."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return [value]
    if isinstance(value, str):
        return [value] if value else []
    return [element for element in value or [] if isinstance(element, str)]


def theme_iris(themes: Any) -> list[str]:
    """Return the DCAT data themes of national themes, each once; "other" has none."""
    known = load_choices("themes")
    iris = [
        DATA_THEME + known[theme].extra["data_theme"]
        for theme in as_list(themes)
        if theme in known and "data_theme" in known[theme].extra
    ]
    return list(dict.fromkeys(iris))


def spatial_coverage(codes: Any) -> list[dict[str, str]]:
    """Return name and bounding box (GeoJSON polygon) of areas, for `spatial_coverage`."""
    known = areas()
    return [
        {"text": known[code].label[LANGUAGE], "bbox": _polygon(known[code].extra["box"])}
        for code in as_list(codes)
        if code in known
    ]


def _polygon(box: list[float]) -> str:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def fill_spatial_coverage(values: dict[str, Any], stored: Mapping[str, Any]) -> None:
    """Derive `spatial_coverage` from `kanazawa_area` unless somebody gave one of their own.

    A coverage that was derived earlier follows when the areas change.
    """
    given = values.get("spatial_coverage")
    derived_before = spatial_coverage(stored.get("kanazawa_area"))
    if given and given != derived_before:
        return
    values["spatial_coverage"] = spatial_coverage(values.get("kanazawa_area"))


@contextmanager
def as_portal() -> Iterator[None]:
    """Let what is written in this block count as found out by the portal, by nobody's choice."""
    before = _by_portal.set(True)
    try:
        yield
    finally:
        _by_portal.reset(before)


def fill_standard_by(values: dict[str, Any], stored: Mapping[str, Any]) -> None:
    """Remember who named the standard; a person's choice, also that of none, overrules ours.

    Programs that do not know the field and send a dataset without it leave ours in place.
    """
    found = stored.get("kanazawa_standard_by") or ""
    if found == PORTAL:
        for field in STANDARD:
            values.setdefault(field, stored.get(field) or "")
    if _by_portal.get():
        values["kanazawa_standard_by"] = PORTAL
        return
    now = [values.get(field) or "" for field in STANDARD]
    before = [stored.get(field) or "" for field in STANDARD]
    values["kanazawa_standard_by"] = found if now == before else PERSON
    if found == PORTAL and now[0] != before[0] and now[1] == before[1]:
        # The version that we named is one of the standard that was overruled.
        values["kanazawa_standard_version"] = ""


def standard_tags(standard: Any) -> list[str]:
    """Return the tags by which BODIK's nationwide API recognises a standard dataset."""
    choice = load_choices("standards").get(standard) if isinstance(standard, str) else None
    if choice is None or not choice.extra.get("tag"):
        return []
    return [STANDARD_TAG, choice.extra["tag"]]


def fill_standard_tags(values: dict[str, Any], stored: Mapping[str, Any]) -> None:
    """Add the tags of the standard, and take away those we added for an earlier one.

    Only municipalities' own data has them: nationwide catalogues take it for official.
    `kanazawa_auto_tags` remembers which tags are ours, so that a tag somebody typed stays.
    """
    is_official = bool(values.get("kanazawa_municipality"))
    wanted = standard_tags(values.get("kanazawa_standard")) if is_official else []
    ours = as_list(stored.get("kanazawa_auto_tags"))
    if not wanted and not ours:
        values.pop("kanazawa_auto_tags", None)
        return
    typed = [tag for tag in _tag_names(values, stored) if tag not in ours or tag in wanted]
    added = [tag for tag in wanted if tag not in typed]
    kept = {tag.get("name"): tag for tag in values.get("tags") or stored.get("tags") or []}
    values.pop("tag_string", None)
    values["tags"] = [kept.get(name) or {"name": name} for name in [*typed, *added]]
    values["kanazawa_auto_tags"] = [tag for tag in wanted if tag in added or tag in ours]


def _tag_names(values: Mapping[str, Any], stored: Mapping[str, Any]) -> list[str]:
    if "tag_string" in values or "tags" in values:
        typed = split_tags(values.get("tag_string") or "")
        listed = [tag.get("name") for tag in values.get("tags") or []]
    else:
        typed, listed = [], [tag.get("name") for tag in stored.get("tags") or []]
    return list(dict.fromkeys(tag for tag in [*listed, *typed] if isinstance(tag, str)))


def file_name(resource: Mapping[str, Any]) -> str:
    """Return the last part of an upload's or a link's path, "" where there is none."""
    sent = getattr(resource.get("upload"), "filename", None)
    if isinstance(sent, str) and sent:
        return safe_file_name(sent)
    name = resource.get("kanazawa_filename") or ""
    if not name and resource.get("url"):
        try:
            parts = urlsplit(str(resource["url"]))
        except ValueError:
            return ""
        name = unquote(parts.path) or parts.netloc
    return posixpath.basename(str(name).replace("\\", "/").rstrip("/"))


def follow_file_name(resource: dict[str, Any], stored: Mapping[str, Any]) -> None:
    """Let a title that only repeats the former file's name follow the new one.

    It goes with a file that is taken back, too: what must not be read may stand in its name.
    """
    names = resource.get("name_translated")
    before = (stored.get("name_translated") or {}).get(LANGUAGE)
    if not isinstance(names, dict) or not before or names.get(LANGUAGE) != before:
        return
    if before != (NO_FILE_TITLE if _has_no_file(stored) else file_name(stored)[:300]):
        return
    if resource.get("url") == NO_FILE:
        if stored.get("url_type") == "upload":
            resource["name_translated"] = {**names, LANGUAGE: NO_FILE_TITLE}
            resource["name"] = NO_FILE_TITLE
    elif file_name(resource) and not (resource.get("upload") and _waits(resource, stored)):
        resource["name_translated"] = {**names, LANGUAGE: ""}


def _has_no_file(stored: Mapping[str, Any]) -> bool:
    """Say whether all files of a stored resource were taken back."""
    if stored.get("url_type") != "upload" or stored.get("kanazawa_filename"):
        return False
    return posixpath.basename(stored["url"]) == NO_FILE


def fill_resource_name(resource: dict[str, Any]) -> None:
    """Name a resource after its file or address where nobody named it."""
    names = resource.get("name_translated")
    if isinstance(names, dict) and (names.get(LANGUAGE) or "").strip():
        return
    found = file_name(resource)[:300]
    if found:
        resource["name_translated"] = {
            **(names if isinstance(names, dict) else {}),
            LANGUAGE: found,
        }
        resource["name"] = found


def file_changed(resource: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Tell whether a resource brings a new file or another address.

    A file that is held back changes nothing yet.
    """
    if not stored or (resource.get("upload") and not _waits(resource, stored)):
        return True
    if "url" not in resource or resource.get("upload") or resource.get("url_type") == "upload":
        return False
    return resource["url"] != stored.get("url")


def _waits(resource: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Say whether a new file is held back: not where a file is there that was examined."""
    if isinstance(resource.get("upload"), Handover):
        return False
    return config.holds_back() and stored.get("url_type") == "upload"


def fill_resource_dates(
    resource: dict[str, Any], stored: Mapping[str, Any], new_file: bool
) -> None:
    """Date a resource: `issued` once, `modified` with every new file; given dates stay."""
    if not resource.get("issued"):
        resource["issued"] = stored.get("issued") or _now()
    given = resource.get("modified")
    if not given or (new_file and stored and given == stored.get("modified")):
        resource["modified"] = _now() if new_file else stored.get("modified") or _now()


def fill_modified(values: dict[str, Any], stored: Mapping[str, Any]) -> None:
    """Date a dataset's data: anew when a resource came, went, or changed its file."""
    given = values.get("modified")
    if given and given != stored.get("modified"):
        return
    if not stored or not given or _data_changed(values, stored):
        values["modified"] = _now()


def _data_changed(values: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Tell whether a resource came, went, or changed its file."""
    resources = values.get("resources")
    if resources is None:
        return False
    known = {resource["id"]: resource for resource in stored.get("resources") or []}
    if {resource.get("id") for resource in resources} != set(known):
        return True
    return any(file_changed(resource, known[resource["id"]]) for resource in resources)


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
