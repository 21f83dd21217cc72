"""Tables with errors as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from xml.etree import ElementTree as ET

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.text.characters import without_invisible
from ckanext.kanazawa.schemas.tables.news.found import News
from ckanext.kanazawa.schemas.tables.news.words import address, counted, kinds
from ckanext.kanazawa.site import site_title

ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(found: Iterable[News], title: str, page: str, own: str) -> bytes:
    """Return a feed.

    Args:
        found: the editions, the newest first.
        title: of the feed.
        page: address of the organisation's page.
        own: address of the feed.
    """
    listed = list(found)
    ET.register_namespace("", ATOM)
    feed = ET.Element(_name("feed"), {LANGUAGE: tk.h.lang()})
    _text(feed, "id", own)
    _text(feed, "title", title)
    _link(feed, own, "self")
    _link(feed, page, "alternate")
    newest = listed[0].examined if listed else datetime(2026, 1, 1, tzinfo=timezone.utc)
    _text(feed, "updated", _moment(newest))
    author = ET.SubElement(feed, _name("author"))
    _text(author, "name", site_title())
    for one in listed:
        _entry(feed, one)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def _entry(feed: ET.Element, found: News) -> None:
    entry = ET.SubElement(feed, _name("entry"))
    # Examined again it is another piece of news.
    _text(entry, "id", f"urn:uuid:{found.edition}#{int(found.examined.timestamp())}")
    _text(entry, "title", f"{found.title} – {counted(found)}")
    _text(entry, "updated", _moment(found.examined))
    _link(entry, address(found), "alternate")
    _text(entry, "summary", f"{found.file} ({found.label}): {kinds(found)}")


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, _name(tag)).text = without_invisible(text)


def _link(parent: ET.Element, target: str, relation: str) -> None:
    ET.SubElement(parent, _name("link"), {"href": target, "rel": relation})


def _moment(time: datetime) -> str:
    return time.astimezone(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
