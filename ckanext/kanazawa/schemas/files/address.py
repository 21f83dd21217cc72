"""The format of a resource whose link leads elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import ckan.model as model

from .kind import BY_EXTENSION, suits
from .name import extension_of


def follow_address(resource: dict[str, Any], stored: model.Resource | None) -> None:
    """Let the format follow the address, where only that changed and the two no longer agree.

    Clients that patch the address, and forms, send the former format along. Who means it can
    say so again: with the same address it stays.

    Args:
        resource: as sent; a link.
        stored: what it was, None where it is new.
    """
    if stored is None or resource.get("url_type") == "upload" or stored.url_type == "upload":
        return
    url, format = str(resource.get("url") or ""), str(resource.get("format") or "")
    if url == stored.url or not format or format != stored.format:
        return
    extension = _extension(url)
    kind = BY_EXTENSION.get(extension)
    if kind is None or suits(format, extension):
        return
    resource["format"] = kind.format
    if resource.get("mimetype") and resource["mimetype"] == stored.mimetype:
        resource["mimetype"] = kind.mimetype


def _extension(url: str) -> str:
    try:
        return extension_of(unquote(urlsplit(url).path))
    except ValueError:
        return ""
