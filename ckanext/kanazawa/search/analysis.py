"""Texts and queries in PostgreSQL's text search types.

PostgreSQL's own parsers know no Japanese, so `tsvector` and `tsquery` are
written here, lexeme by lexeme. A lexeme of a named field carries the name in
front, `/title/公園`; a plain one is found without naming a field.
"""

from __future__ import annotations

import functools
import itertools
import json
import threading
from collections.abc import Iterable, Sequence

import snowballstemmer

from ckanext.kanazawa.lib.text.folding import fold
from ckanext.kanazawa.lib.text.tokens import Token, covering, tokens

# PostgreSQL: positions end at 16383, and 256 of one lexeme are kept.
_MAX_POSITION = 16383
_MAX_POSITIONS = 256
# PostgreSQL refuses lexemes of 2 KB; longer words are the same if they begin the same.
_MAX_WORD = 100
# A tsvector may have 1 MB; leave room for positions.
_MAX_LEXEME_BYTES = 700_000
_MAX_TEXT = 100_000
# A text that looks like JSON may nest as deep as it likes; ours nests a few levels.
_MAX_NESTING = 20
# Words of two values never form a phrase.
_GAP = 10

_local = threading.local()


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of an English word, as Solr's SnowballPorterFilter (English) does."""
    if not word.isascii() or not word.isalpha():
        return word
    if not hasattr(_local, "stemmer"):
        # Keeps the word it works on in itself: one a thread.
        _local.stemmer = snowballstemmer.stemmer("english")
    return _local.stemmer.stemWord(word)


def plain_texts(value: object, depth: int = 0) -> list[str]:
    """Return the texts in a field value; JSON objects and lists give their leaves.

    Args:
        value: any value.
        depth: how many objects and lists it is in; those far inside are left out.
    """
    if depth > _MAX_NESTING:
        return []
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, str):
        stripped = value.strip()
        if stripped[:1] in ("{", "["):
            try:
                return plain_texts(json.loads(stripped), depth + 1)
            except (ValueError, RecursionError):
                return [value]
        return [value] if stripped else []
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, Iterable):
        return [text for item in value for text in plain_texts(item, depth + 1)]
    return [str(value)]


class Vector:
    """Collects lexemes with their positions; `str()` is a tsvector literal."""

    def __init__(self) -> None:
        self._positions: dict[str, list[str]] = {}
        self._ends: dict[str, int] = {}
        self._bytes = 0

    def add(self, text: str, names: Sequence[str] = ("",), weight: str = "") -> None:
        """Add the words of a text.

        Args:
            text: any text; what is beyond 100,000 characters is not searched.
            names: fields to find them under; "" for no field.
            weight: "A" to "D" for ranking, or "".
        """
        forms = [
            (lexeme, token.position)
            for token in tokens(text[:_MAX_TEXT])
            for lexeme in _index_forms(token)
        ]
        length = forms[-1][1] + 1 if forms else 0
        for name in names:
            prefix = scope(name)
            start = self._ends.get(name, 1)
            for lexeme, position in forms:
                self._put(prefix + lexeme, start + position, weight)
            self._ends[name] = start + length + _GAP

    def _put(self, lexeme: str, position: int, weight: str) -> None:
        places = self._positions.get(lexeme)
        if places is None:
            size = len(lexeme.encode())
            if self._bytes + size > _MAX_LEXEME_BYTES:
                return
            self._bytes += size
            places = self._positions[lexeme] = []
        place = f"{min(position, _MAX_POSITION)}{weight}"
        if len(places) < _MAX_POSITIONS and place not in places[-1:]:
            places.append(place)

    def __str__(self) -> str:
        return " ".join(
            f"{quoted(lexeme)}:{','.join(places)}" for lexeme, places in self._positions.items()
        )


def _index_forms(token: Token) -> set[str]:
    """Return the written form, for beginnings of words, and the stem, for whole ones."""
    word = token.text[:_MAX_WORD]
    return {word, stem(word)} if token.kind in ("word", "joined") else {word}


def scope(field: str) -> str:
    """Return what stands before the lexemes of a field; nothing for ""."""
    return f"/{field[:_MAX_WORD]}/" if field else ""


def quoted(lexeme: str) -> str:
    """Quote a lexeme for a tsvector or tsquery literal."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def phrase_query(text: str, field: str = "") -> str | None:
    """Write the tsquery of a text whose words stand side by side in this order.

    Args:
        text: a word, a part of one, or a phrase.
        field: name the words are under; "" for everywhere.

    Returns:
        a tsquery literal, or None where the text holds nothing to look for.
    """
    found = tokens(text[:_MAX_TEXT])
    needed = covering(found)
    if not needed:
        return None
    parts = [_lexeme_query(needed[0], field)]
    for before, token in itertools.pairwise(needed):
        parts.append(f"<{token.position - before.position}> {_lexeme_query(token, field)}")
    phrase = " ".join(parts)
    joined = [token for token in found if token.kind == "joined"]
    if len(joined) == 1 and all(token.kind in ("word", "joined") for token in found):
        whole = "".join(token.text for token in needed)
        if joined[0].text == whole:
            # Wi-Fi is written WiFi and wifi as well.
            return f"(({phrase}) | {_lexeme_query(joined[0], field)})"
    return f"({phrase})" if len(parts) > 1 else phrase


def _lexeme_query(token: Token, field: str) -> str:
    word = token.text[:_MAX_WORD]
    if token.kind == "tail":
        return quoted(scope(field) + word) + ":*"
    return quoted(scope(field) + (stem(word) if token.kind != "gram" else word))


def prefix_query(text: str, field: str = "") -> str | None:
    """Write the tsquery of texts that begin with this; Japanese may stand anywhere.

    Args:
        text: the beginning of a word, without the asterisk.
        field: name the words are under; "" for everywhere.

    Returns:
        a tsquery literal, or None where the text holds nothing to look for.
    """
    needed = covering(tokens(text[:_MAX_TEXT]))
    if not needed or needed[-1].kind != "word":
        return phrase_query(text, field)
    last = quoted(scope(field) + needed[-1].text[:_MAX_WORD]) + ":*"
    before = [_lexeme_query(token, field) for token in needed[:-1]]
    return "(" + " & ".join([*before, last]) + ")"


def ranking_query(texts: Sequence[str]) -> str | None:
    """Write a tsquery that any word of these texts meets, for `ts_rank`."""
    lexemes = {
        _lexeme_query(token, "") for text in texts for token in covering(tokens(text[:1000]))
    }
    return " | ".join(sorted(lexemes)) or None


def folded(text: str, length: int) -> str:
    """Return the beginning of a text in the form parts of it are compared in."""
    return fold(text[:length])
