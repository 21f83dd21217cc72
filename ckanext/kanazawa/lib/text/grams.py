"""The words a row of a table is found by: three-character parts of Japanese, words of the rest.

Rows have no room for positions, which would double them. Three characters are told from two
others side by side well enough without: a part of four or more is found by all its triples,
one or two characters as the beginning of a triple. The last two of a run, and the last one,
stand alone, since no triple begins with them.

The same words are made by `load.lexemes` (whole columns), and by the trigger in the database.
"""

from __future__ import annotations

import re

from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.tokens import CJK

# Latin, Greek, Cyrillic and every other writing with words, up to where CJK begins.
WORD = "0-9a-z\u00aa-\u10ff\u1200-\u1fff"
# What joins the parts of one word: 076-220-2111, Wi-Fi.
JOINT = "\\-\u2010-\u2013\u2212"
VARIATION = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# PostgreSQL refuses words of 2 KB; nobody looks for the middle of such.
LONGEST_WORD = 60
SIZE = 3

RUNS = re.compile(f"[{CJK}]+")
WORDS = re.compile(f"[{WORD}]{{1,{LONGEST_WORD}}}")
JOINED = re.compile(f"(?<=[{WORD}])[{JOINT}](?=[{WORD}])")


def folded(text: str) -> str:
    """Return the form words are cut from: width and case folded."""
    # Whether a Σ ends a word is known to Python alone.
    return fold_width(text).lower().replace("ς", "σ")


def grams(text: str) -> set[str]:
    """Return the words a text is found by."""
    plain = folded(text)
    found = {run[start : start + SIZE] for run in RUNS.findall(plain) for start in range(len(run))}
    found.update(WORDS.findall(plain))
    if JOINED.search(plain):
        found.update(WORDS.findall(JOINED.sub("", plain)))
    return found
