"""Which resources are links to tables on other servers."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.files.name import extension_of, safe_file_name
from ckanext.kanazawa.schemas.tables.examine.outcome import TABLES

FORMATS = frozenset(
    ("csv", "tsv", "xlsx", "xlsm", "xls", "ods", "geojson", "jsonl", "gtfs", "gtfs-jp")
)
# Media type → ending of a name that has none.
ENDINGS = {
    "text/csv": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/geo+json": "geojson",
}
NAMELESS = "linked"


def link_of(resource: model.Resource | None) -> str | None:
    """Return the address of a table on another server; None where a resource is none.

    Format, ending or media type must promise a table. The portal's own addresses need no
    copy.
    """
    if resource is None or resource.url_type == "upload" or resource.state != model.State.ACTIVE:
        return None
    url = (resource.url or "").strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or _is_own(parts.netloc):
        return None
    ending = PurePosixPath(unquote(parts.path).lower()).suffix
    format = (resource.format or "").strip().lower().lstrip(".")
    media_type = (resource.mimetype or "").partition(";")[0].strip().lower()
    promised = format in FORMATS or ending in TABLES or media_type in ENDINGS
    return url if promised else None


def _is_own(netloc: str) -> bool:
    return netloc.lower() == urlsplit(str(tk.config["ckan.site_url"])).netloc.lower()


def name_of(url: str, headers: Mapping[str, str]) -> str:
    """Return the name of a linked file: the server's for it, else the end of its address.

    Args:
        url: the last address.
        headers: of the answer, names in lower case; {} where there was none.
    """
    message = Message()
    message["Content-Disposition"] = headers.get("content-disposition", "")
    given = message.get_filename() or ""
    name = safe_file_name(given) or safe_file_name(unquote(urlsplit(url).path)) or NAMELESS
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not extension_of(name) and media_type in ENDINGS:
        name = f"{name}.{ENDINGS[media_type]}"
    return name
