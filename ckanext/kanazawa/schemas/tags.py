"""Tags: how they are typed, which signs they may hold, how width is evened out."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import ckan.plugins.toolkit as tk

COMMAS = ("，", "、", "\n")
SIGNS = "-_.・･ー々〆/&+'’()（）〜～:：＆／"
WORD = re.compile(r"\w+")
ALLOWED = re.compile(rf"[\w {re.escape(SIGNS)}]+")


def split_tags(text: str) -> list[str]:
    """Split typed tags at commas, Western and Japanese."""
    for comma in COMMAS:
        text = text.replace(comma, ",")
    return [tag.strip() for tag in text.split(",") if tag.strip()]


def even_width(text: str) -> str:
    """Write full-width letters and digits narrow and half-width katakana wide.

    Brackets keep their width: 「支援制度（給付金）情報」 is an official name.
    """
    return WORD.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def valid_tag(value: Any) -> str:
    """Return a tag, tidied.

    Raises:
        tk.Invalid: no text, or signs that a tag cannot hold; names them.
    """
    if not isinstance(value, str):
        raise tk.Invalid(tk._("A tag must be text."))
    tag = even_width(" ".join(value.split()))
    if not ALLOWED.fullmatch(tag):
        strange = "".join(dict.fromkeys(sign for sign in tag if not ALLOWED.fullmatch(sign)))
        raise tk.Invalid(
            tk._(
                'The tag "{tag}" contains signs that cannot be used: {signs} '
                "Letters, digits, spaces and - _ . ・ / & + ( ) are allowed."
            ).format(tag=tag[:40], signs=strange[:20])
        )
    return tag
