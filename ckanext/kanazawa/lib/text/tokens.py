"""Cut text into what a search looks for: bigrams of Japanese, words of everything else.

Japanese has no spaces, and a dictionary misses names; two neighbouring
characters find every part of every word. Positions count characters in
Japanese and one per word elsewhere, so that a phrase is a row of positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ckanext.kanazawa.lib.text.folding import fold, fold_width

# Iteration marks and 〇, kana with the long vowel mark but without the dot ・,
# ideographs with their extensions, hangul.
CJK = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u1100-\u11ff\uac00-\ud7af\U00020000-\U0003ffff"
)
_CHUNK = re.compile(rf"(?P<cjk>[{CJK}]+)|(?P<word>(?:(?![{CJK}])[^\W_])+)")
_CASE_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=\d)(?=\D)|(?<=\D)(?=\d)")
# Signs that hold one word together: Wi-Fi, 076-220-2111, public_facility.
_JOINTS = frozenset({"", "-", "_", ".", "/", "'", "’", "&"})

Kind = Literal["gram", "tail", "word", "joined"]


@dataclass(frozen=True)
class Token:
    """One thing to look for.

    Attributes:
        text: folded text.
        position: place in the text, from 0.
        kind: "gram" two Japanese characters; "tail" the last (or only) one of a run;
            "word" other writing; "joined" several parts of one word written together.
    """

    text: str
    position: int
    kind: Kind


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens, in the order of their positions."""
    found: list[Token] = []
    compound: list[Token] = []
    position = 0
    end = 0
    folded = fold_width(text)
    for match in _CHUNK.finditer(folded):
        if match["cjk"] or folded[end : match.start()] not in _JOINTS:
            found.extend(_joined(compound))
            compound = []
        end = match.end()
        if match["cjk"]:
            grams = list(_grams(fold(match["cjk"]), position))
            found.extend(grams)
            position += len(grams)
            continue
        for part in _CASE_CHANGE.split(match["word"]):
            token = Token(fold(part), position, "word")
            found.append(token)
            compound.append(token)
            position += 1
    found.extend(_joined(compound))
    return sorted(found, key=lambda token: token.position)


def _grams(run: str, start: int) -> Iterator[Token]:
    for index in range(len(run) - 1):
        yield Token(run[index : index + 2], start + index, "gram")
    # A single character is looked for as the beginning of a bigram; the last
    # one begins none, so it stands alone.
    yield Token(run[-1], start + len(run) - 1, "tail")


def _joined(parts: list[Token]) -> Iterator[Token]:
    """Write neighbouring parts of one kind together: Wi-Fi → wifi, 076-220 → 076220."""
    row: list[Token] = []
    for part in [*parts, None]:
        if part is not None and (not row or row[-1].text.isdigit() == part.text.isdigit()):
            row.append(part)
            continue
        if len(row) > 1:
            yield Token("".join(token.text for token in row), row[0].position, "joined")
        row = [part] if part is not None else []


def covering(found: list[Token]) -> list[Token]:
    """Leave out tokens that others already imply: of 避難場所, 避難 and 場所 are enough.

    Args:
        found: the tokens of one text, as `tokens` returns them.

    Returns:
        the fewest tokens that together cover every character; "joined" ones left out.
    """
    needed: list[Token] = []
    plain = [token for token in found if token.kind != "joined"]
    covered = -1
    for index, token in enumerate(plain):
        if token.kind == "tail":
            alone = index == 0 or plain[index - 1].kind != "gram"
            if alone:
                needed.append(token)
            covered = token.position
        elif token.kind == "word":
            needed.append(token)
            covered = token.position
        elif token.position > covered or plain[index + 1].kind == "tail":
            needed.append(token)
            covered = token.position + 1
    return needed
