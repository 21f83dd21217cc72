"""Texts in a language nobody's request asked for, or in both at once.

Jobs and commands have no request, outside of which CKAN translates nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from flask import Flask, has_request_context
from flask import request as current
from flask_babel import force_locale

LANGUAGES = ("ja", "en")
# Where CKAN notes the language of a request.
LANGUAGE_KEY = "CKAN_LANG"
Said = dict[str, str]
_apps: list[Flask] = []


def use(app: Flask) -> None:
    """Remember the application whose catalogues texts are taken from."""
    _apps[:] = [app]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let texts in this block be in a language, "ja" or "en"."""
    is_needed = not has_request_context() and _apps
    request: Any = _apps[0].test_request_context() if is_needed else nullcontext()
    with request, _address_in(language), force_locale(language):
        yield


@contextmanager
def _address_in(language: str) -> Iterator[None]:
    """Let helpers that ask the request for its language hear this one."""
    environ: dict[str, Any] = current.environ if has_request_context() else {}
    before = environ.get(LANGUAGE_KEY)
    environ[LANGUAGE_KEY] = language
    try:
        yield
    finally:
        if before is None:
            environ.pop(LANGUAGE_KEY, None)
        else:
            environ[LANGUAGE_KEY] = before


def both(make: Callable[[], str]) -> Said:
    """Return a text in both languages.

    Args:
        make: returns it in the language of the moment: `lambda: tk._("…").format(…)`.
    """
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = make()
    return found
