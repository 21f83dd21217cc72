"""What people paste into a search box: words with colons that name no field."""

from __future__ import annotations

import re

from luqum import tree as luqum

from ckanext.kanazawa.search.errors import InvalidQuery
from ckanext.kanazawa.search.query.compiler import Compiler
from ckanext.kanazawa.search.query.syntax import tree

_FIELD_NAME = re.compile(r"[A-Za-z_*][A-Za-z0-9_.*-]*")
# The address of a page stays one word.
_COLON_BETWEEN_WORDS = re.compile(r":(?!/)")


def plain_words(text: str) -> str:
    """Return a query as free text, unless it is a valid one that names fields.

    CKAN takes whatever has a colon for a query of Solr's language, such as the address
    of a page or a time. A full-width colon means the same to a reader, but not to CKAN.
    """
    if ":" not in text or _names_fields(text):
        return text
    words = _COLON_BETWEEN_WORDS.sub(" ", text).replace(":", "：").strip()
    return words or "："


def _names_fields(text: str) -> bool:
    try:
        Compiler().standard(text)
        names = [] if text.lstrip().startswith("{!") else _field_names(tree(text))
    except InvalidQuery:
        return False
    return all(_FIELD_NAME.fullmatch(name) for name in names)


def _field_names(query: luqum.Item) -> list[str]:
    names, waiting = [], [query]
    while waiting:
        node = waiting.pop()
        if isinstance(node, luqum.SearchField):
            names.append(node.name)
        waiting.extend(node.children)
    return names
