"""How many words of a free text must be found: Solr's `mm`.

Source: Apache Solr Reference Guide 9, "DisMax Query Parser", mm (Minimum Should Match).
"""

from __future__ import annotations

import re

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.search.errors import InvalidQuery

_SIMPLE = re.compile(r"[+-]?\d{1,4}%?")
_CONDITIONAL = re.compile(r"(\d{1,4})<([+-]?\d{1,4}%?)")


def needed(specification: str, count: int) -> int:
    """Return how many of `count` optional words must be found.

    Args:
        specification: `2`, `-1`, `75%`, `-25%`, or conditions such as `2<-1 5<80%`:
            up to 2 words all, up to 5 all but one, of more four fifths.
        count: number of optional words in the query.

    Raises:
        InvalidQuery: the specification is none of these.
    """
    rule = _rule(specification, count)
    result = count + _amount(rule, count) if rule.startswith("-") else _amount(rule, count)
    return max(0, min(count, result))


def _rule(specification: str, count: int) -> str:
    text = re.sub(r"\s*<\s*", "<", specification.strip())
    if _SIMPLE.fullmatch(text):
        return text
    chosen = "100%"
    for part in text.split():
        match = _CONDITIONAL.fullmatch(part)
        if not match:
            message = tk._("“{text}” is not a value of mm. Write 2, -1, 75% or 2<-1 5<80%.")
            raise InvalidQuery(message.format(text=specification[:100]))
        if count > int(match[1]):
            chosen = match[2]
    return chosen


def _amount(rule: str, count: int) -> int:
    # Rounded towards zero, as Solr does: -25% of 5 words lets one be missing.
    return int(count * int(rule[:-1]) / 100) if rule.endswith("%") else int(rule)
