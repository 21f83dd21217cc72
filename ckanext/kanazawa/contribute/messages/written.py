"""A message as text: for mails, and for the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from ckanext.kanazawa.catalogue import translated
from ckanext.kanazawa.contribute.messages.texts import TEXTS
from ckanext.kanazawa.site import site_title_in


def subject(template: str, params: Mapping[str, Any], language: str) -> str:
    """Return the one line that names a message."""
    return _filled(TEXTS[template].subject, params, language)


def body(template: str, params: Mapping[str, Any], language: str) -> str:
    """Return the paragraphs of a message, as plain text."""
    return _filled(TEXTS[template].body, params, language)


def _filled(text: str, params: Mapping[str, Any], language: str) -> str:
    named = {**params, "site": site_title_in(language)}
    return translated(text, language).format(**named)


def as_html(text: str, url: str | None, words: Markup | None = None) -> Markup:
    """Return paragraphs of plain text as HTML, with the one address it names as a link.

    Args:
        text: as `body` gives it; everything in it is escaped.
        url: the address; None for none.
        words: what the link says; None for the address itself.
    """
    html = Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.splitlines()))
        for part in text.split("\n\n")
    )
    if not url:
        return html
    link = Markup('<a href="{}">{}</a>').format(url, words or url)
    return Markup(html.replace(escape(url), link))
