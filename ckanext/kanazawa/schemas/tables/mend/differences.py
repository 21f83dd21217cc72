"""Before and after of a cell, so that lost and changed characters are seen."""

from __future__ import annotations

import difflib

from markupsafe import Markup

from ckanext.kanazawa.lib.text.width import DASHES

# What nobody sees stands as a sign; the page explains them.
SIGNS = {" ": "␣", "\u3000": "□", "\t": "⇥", "\n": "↵", "\r": "↵", "\u00a0": "␣", "\u200b": "∅"}
# Struck out with a line, these would look like "=".
_LINES = frozenset(f"-{DASHES}_~〜～=＝")


def before_and_after(before: str | None, after: str | None) -> tuple[Markup, Markup]:
    """Return both values as HTML: what goes in `<del>`, what comes in `<ins>`.

    Invisible characters are written as signs where they go or come, and at both ends.
    """
    old, new = before or "", after or ""
    olds: list[Markup] = []
    news: list[Markup] = []
    # Without "junk", which would treat what is frequent in a long text as no match.
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            olds.append(Markup.escape(old[a:b]))
            news.append(Markup.escape(new[c:d]))
            continue
        if b > a:
            olds.append(_struck(old[a:b]))
        if d > c:
            news.append(Markup("<ins>{}</ins>").format(visible(new[c:d])))
    return Markup("").join(olds), Markup("").join(news)


def _struck(text: str) -> Markup:
    """Return what goes; signs that are lines themselves are marked otherwise."""
    way = Markup(' class="is-line"') if _LINES.issuperset(text) else ""
    return Markup("<del{}>{}</del>").format(way, visible(text))


def visible(text: str) -> str:
    """Write what nobody sees as signs."""
    return "".join(SIGNS.get(letter, letter if letter.isprintable() else "∅") for letter in text)
