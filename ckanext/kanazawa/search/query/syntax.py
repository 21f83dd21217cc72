"""Read query strings: Solr's standard language, and the forgiving one of the search box."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import ckan.plugins.toolkit as tk
from ckan.lib.search.query import _parse_local_params
from luqum.exceptions import ParseError
from luqum.thread import parse
from luqum.tree import Item
from pyparsing.exceptions import ParseException

from ckanext.kanazawa.search.errors import InvalidQuery

# Deeper ones are an attack on the parser, not a question.
_MAX_LENGTH = 20_000
_MAX_DEPTH = 100
# Each word of a free text is looked for by itself.
_MAX_FREE_WORDS = 50

# What luqum spells otherwise than Solr; phrases and escapes are passed over.
_RESPELL = re.compile(r"""
    (?P<keep>"(?:[^"\\]|\\.)*"|\\.)
    |(?P<and>&&)
    |(?P<or>\|\|)
    |(?P<not>(?<![^\s(+\-])!(?=\S))
    |(?P<plain>['<>])
    """, re.VERBOSE | re.DOTALL)  # fmt: skip
_OPERATORS = re.compile(r"(?:^|[\s(])(?:AND|OR|NOT|&&|\|\|)(?=[\s(])")
_FREE = re.compile(r'(?P<sign>[+-]?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class FreeWord:
    """A word or phrase of a free text; `sign` is "+" (needed), "-" (unwanted) or ""."""

    text: str
    sign: str


@dataclass(frozen=True)
class LocalParams:
    """What stands in `{!…}` before a query.

    Attributes:
        parser: name of the query parser, "lucene" if none is given.
        params: key → values.
        rest: the query behind the closing brace.
    """

    parser: str = "lucene"
    params: dict[str, list[str]] = field(default_factory=dict)
    rest: str = ""


def too_long() -> InvalidQuery:
    """Return the error for a query that has too much in it."""
    return InvalidQuery(
        tk._("The search query is too long. Use fewer words, fewer signs and fewer brackets.")
    )


def tree(text: str) -> Item:
    """Parse a query of Solr's standard language.

    Raises:
        InvalidQuery: it cannot be parsed; says so in the reader's language.
    """
    if len(text) > _MAX_LENGTH or text.count("(") > _MAX_DEPTH:
        raise too_long()
    try:
        return parse(_RESPELL.sub(_respelt, text))
    except (ParseError, RecursionError) as error:
        message = tk._(
            "The search query “{query}” cannot be understood. Check quotation marks and "
            "brackets, or put a backslash before signs that belong to a word."
        )
        raise InvalidQuery(message.format(query=text[:200])) from error


def _respelt(match: re.Match[str]) -> str:
    if match["keep"]:
        return match["keep"]
    if match["and"]:
        return " AND "
    if match["or"]:
        return " OR "
    return "-" if match["not"] else "\\" + match["plain"]


def has_operators(text: str) -> bool:
    """Return whether a free text uses AND, OR or NOT."""
    return bool(_OPERATORS.search(text))


def free_words(text: str) -> list[FreeWord]:
    """Cut a free text into words and phrases; a lone quotation mark is no error.

    Raises:
        InvalidQuery: it is too long, or has too many words.
    """
    if len(text) > _MAX_LENGTH:
        raise too_long()
    words = []
    for match in _FREE.finditer(text):
        content = match["phrase"] if match["phrase"] is not None else match["word"]
        words.append(FreeWord(content, match["sign"]))
        if len(words) > _MAX_FREE_WORDS:
            raise too_long()
    return words


def local_params(text: str) -> LocalParams:
    """Read `{!parser key=value}` before a query; CKAN has checked that it is allowed.

    Raises:
        InvalidQuery: the braces cannot be read.
    """
    stripped = text.strip()
    if not stripped.startswith("{!"):
        return LocalParams(rest=text)
    end = stripped.find("}") + 1
    try:
        parts = _parse_local_params(stripped[:end])
    except ParseException as error:
        message = tk._("“{text}” before the search query cannot be understood.")
        raise InvalidQuery(message.format(text=stripped[:100])) from error
    parser, params = "lucene", {}
    for part in parts:
        if isinstance(part, str):
            parser = part
        elif part[0] == "type":
            parser = part[1]
        else:
            params.setdefault(part[0], []).append(part[1])
    return LocalParams(parser, params, stripped[end:])
