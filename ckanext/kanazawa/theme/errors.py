"""What the page of an error says, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from werkzeug.exceptions import default_exceptions

# Codes whose description is meant for readers ("Dataset not found").
_WORDS_FOR_READERS = (400, 401, 403, 404, 409, 413, 414)


@dataclass(frozen=True)
class ErrorPage:
    """One page of an error.

    Attributes:
        code: status code.
        title: what happened.
        text: what the reader can do.
        detail: what CKAN says about it; "" where that is nothing for readers.
    """

    code: int
    title: str
    text: str
    detail: str


def error_page(code: Any, content: Any) -> ErrorPage:
    """Explain an error.

    Args:
        code: status code; core hands a list of one number for unforeseen errors.
        content: description of the exception, as core hands it to the template.
    """
    number = int(code[0] if isinstance(code, list) else code or 500)
    title, text = _words(number)
    return ErrorPage(number, title, text, _detail(number, content))


def _words(code: int) -> tuple[str, str]:
    known = {
        400: (
            tk._("The request was not understood"),
            tk._("Something in the address or in the form is not as expected. Please try again."),
        ),
        401: (tk._("Please log in"), tk._("This page is open only to users who are logged in.")),
        403: (
            tk._("You may not see this page"),
            tk._("It is open only to certain users. If you are one of them, please log in."),
        ),
        404: (
            tk._("The page was not found"),
            tk._("It may have been moved or removed, or the address has a typing error."),
        ),
        405: (
            tk._("This page cannot be called in this way"),
            tk._("Please start again from the home page."),
        ),
        413: (
            tk._("What was sent is too large"),
            tk._("Please send a smaller file, or split it."),
        ),
        414: (
            tk._("The address is too long"),
            tk._("Please use fewer search words or conditions."),
        ),
        429: (tk._("Too many requests"), tk._("Please wait a little and try again.")),
    }
    if code in known:
        return known[code]
    if code < 500:
        return known[400]
    return (
        tk._("Something went wrong on our side"),
        tk._("The error has been recorded. Please try again later."),
    )


def _detail(code: int, content: Any) -> str:
    # What the base plugin refuses it explains in the reader's language, whatever the code.
    refusal = tk.g.get("kanazawa_refusal")
    if refusal:
        return refusal
    if code not in _WORDS_FOR_READERS or not isinstance(content, str):
        return ""
    # CKAN says which user lacks which right; a visitor is no user, and has been told to log in.
    if code in (401, 403) and not tk.current_user.is_authenticated:
        return ""
    default = default_exceptions.get(code)
    # Without words of its own an exception carries werkzeug's, which are English only.
    if default and content == default.description:
        return ""
    return _in_plain_words(content)


def _in_plain_words(content: str) -> str:
    """Replace the two of core's messages that are not written for readers.

    One repeats the search engine's exception, the other is English in every language.
    """
    if content.startswith(tk._("Invalid search query: {error_message}").split("{")[0]):
        return tk._("The words searched for, the order or a condition is not valid.")
    if content == '"page" parameter must be a positive integer':
        return tk._("The page number must be a whole number of 1 or more.")
    return content
