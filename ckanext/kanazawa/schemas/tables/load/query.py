"""What somebody looks for, as a query for words of `lib.text.grams`."""

from __future__ import annotations

import functools
import re
import threading

import snowballstemmer

from ckanext.kanazawa.lib.text.grams import (
    JOINED,
    LONGEST_WORD,
    RUNS,
    SIZE,
    WORDS,
    folded,
)

# A query is read by people; what is longer is found by its beginning.
_LONGEST = 1000
# Matches nothing: no text has such a word.
NOTHING = "' '"
_OPERATORS = re.compile(r"\s+|<(?:-|\d+)>|[&|!()]")
_OPERAND = re.compile(r"'((?:[^'\\]|''|\\.)*)'|([^\s&|!()<>:']+)")
_FLAGS = re.compile(r":([*A-Da-d]+)")
_PIECES = re.compile(f"{RUNS.pattern}|{WORDS.pattern}")

_local = threading.local()


def plain_query(text: str) -> str:
    """Return the tsquery of rows that hold all words of a text, Japanese also in parts."""
    found = [part for word in text[:_LONGEST].split() if (part := _term(word))]
    return " & ".join(found) or NOTHING


def written_query(text: str) -> str:
    """Return the tsquery of a text that is one already (`plain=false`).

    Operators stay as they are, each operand becomes what finds it; PostgreSQL says where the
    text is no query. Rows keep no positions: one word behind another means both.
    """
    out: list[str] = []
    place = 0
    text = text[:_LONGEST]
    while place < len(text):
        if operator := _OPERATORS.match(text, place):
            out.append("&" if operator[0].startswith("<") else operator[0])
            place = operator.end()
            continue
        operand = _OPERAND.match(text, place)
        if operand is None:
            # No operand can begin with this: let PostgreSQL refuse it.
            return text
        place = operand.end()
        flags = _FLAGS.match(text, place)
        place = flags.end() if flags else place
        out.append(_operand(operand, flags is not None and "*" in flags[1]))
    return "".join(out).strip() or NOTHING


def _operand(found: re.Match[str], is_beginning: bool) -> str:
    word = found[2] if found[1] is None else re.sub(r"\\(.)|'(')", r"\1\2", found[1])
    parts = [part for one in word.split() if (part := _term(one, is_beginning=is_beginning))]
    return f"({' & '.join(parts)})" if parts else NOTHING


def _term(word: str, *, is_beginning: bool = False) -> str | None:
    """Return what finds a word without spaces: all of its pieces, or it written together."""
    plain = folded(word)
    pieces = [
        _piece(match[0], is_beginning and match.end() == len(plain))
        for match in _PIECES.finditer(plain)
    ]
    if not pieces:
        return None
    every = " & ".join(dict.fromkeys(piece for row in pieces for piece in row))
    joined = JOINED.sub("", plain)
    if joined != plain and WORDS.fullmatch(joined):
        return f"({every} | {_quoted(joined)})"
    return f"({every})"


def _piece(piece: str, is_beginning: bool) -> list[str]:
    if RUNS.fullmatch(piece):
        if len(piece) < SIZE:
            return [_quoted(piece) + ":*"]
        return [_quoted(piece[at : at + SIZE]) for at in range(len(piece) - SIZE + 1)]
    if is_beginning:
        return [_quoted(piece) + ":*"]
    stem = _stem(piece)
    # Other forms of an English word begin like its stem: facility, facilities.
    return [_quoted(stem) + ":*"] if stem != piece or _is_english(piece) else [_quoted(piece)]


def _is_english(word: str) -> bool:
    return word.isascii() and word.isalpha() and 2 < len(word) < LONGEST_WORD


@functools.lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    if not _is_english(word):
        return word
    if not hasattr(_local, "stemmer"):
        # Keeps the word it works on in itself: one a thread.
        _local.stemmer = snowballstemmer.stemmer("english")
    stem = _local.stemmer.stemWord(word)
    # "happi" of happy and happiness is the beginning of neither.
    return stem[:-1] if stem[-1:] == "i" and len(stem) > 3 else stem


def _quoted(lexeme: str) -> str:
    return f"'{lexeme}'"
