"""Small XML parts of workbooks, read by expat without entities of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class XmlError(Exception):
    """The XML is broken, or declares entities, which no workbook needs."""


def parse_xml(data: bytes, start: Start, end: End | None = None, text: Any = None) -> None:
    """Feed the elements of a document to functions, names without their namespaces.

    Raises:
        XmlError: it is no XML, or declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def started(name: str, attributes: dict[str, str]) -> None:
        start(local(name), attributes)

    def refused(*_: Any) -> None:
        raise XmlError("entities")

    parser.StartElementHandler = started
    if end is not None:
        ended = end
        parser.EndElementHandler = lambda name: ended(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refused
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise XmlError(str(error)) from error


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """Return an attribute whatever its prefix."""
    for key, value in attributes.items():
        if local(key) == name:
            return value
    return None
