"""Links of people nobody knows yet wait for the first approval, and a steward decides them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import ckan.model as model

from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.submissions.fields import DATASET, LINKS

Fields = dict[str, Any]
# What a steward may decide of links that wait.
PUBLISH, LEAVE_OUT = "publish", "leave-out"
DECIDED = "links_decided"
# In both languages the same: a text says where something was taken out.
GAP = "[…]"
_END = r"[^\s<>\"'()（）「」、。]"
ADDRESS = re.compile(rf"(?:[a-z][a-z0-9+.-]*://|www\.){_END}+", re.IGNORECASE)
# Markdown: [words](address), [words][name], and [name]: address.
_WORDS = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_NAMED = re.compile(r"^ {0,3}\[[^\]\n]+\]:.*$", re.MULTILINE)
_MAIL = re.compile(r"(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def are_held(submission: Submission) -> bool:
    """Say whether links wait: nothing of their author was published yet."""
    author = submission.author_id
    account = model.Session.get(Account, author) if author else None
    return account is None or account.public_at is None


def links_in(fields: Mapping[str, Any]) -> list[str]:
    """Return the addresses that fields of a dataset would make links of, each once."""
    found: list[str] = []
    for name, value in fields.items():
        for text in _texts(value) if name in DATASET else ():
            found += [text] if name in LINKS else ADDRESS.findall(text)
            found += [] if name in LINKS else _MAIL.findall(text)
    return list(dict.fromkeys(found))


def waiting(submission: Submission, fields: Mapping[str, Any]) -> list[str]:
    """Return the links that a steward has to decide before anybody can follow them."""
    return links_in(fields) if are_held(submission) else []


def opened(submission: Submission, fields: Fields) -> Fields:
    """Return fields as they may be published: without links nobody let pass."""
    decided = submission.checks.get(DECIDED)
    if decided == PUBLISH or (decided is None and not are_held(submission)):
        return fields
    return {name: _without(name, value) for name, value in fields.items() if name not in LINKS}


def _without(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without(name, part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without(name, part) for part in value]
    if not isinstance(value, str) or name not in _READ_BY_PEOPLE:
        return value
    text = _WORDS.sub(r"\1", _NAMED.sub("", value))
    return _MAIL.sub(GAP, ADDRESS.sub(GAP, text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    parts = value.values() if isinstance(value, Mapping) else value
    for part in parts if isinstance(value, Mapping | list) else ():
        yield from _texts(part)


# Fields whose form is not fixed by a list, a date or check digits.
_READ_BY_PEOPLE = frozenset(
    ("title_translated", "kanazawa_title_kana", "notes_translated", "tag_string", "provenance")
) | {"kanazawa_source", "kanazawa_citation"}
