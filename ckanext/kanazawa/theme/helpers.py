"""Template helpers of the theme: small and read-only."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from flask import current_app
from markupsafe import Markup

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.theme import config
from ckanext.kanazawa.theme.display import Display, read_display

_PUBLIC = Path(__file__).parent / "public"
_TOKENS = "/vendor/@digital-go-jp/design-tokens/dist/tokens.css"
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


def kanazawa_theme_display() -> Display:
    """Return the text size and contrast the visitor has chosen."""
    return read_display(tk.request.cookies)


def kanazawa_theme_site_title() -> str:
    """Return the name of the site in the language of the page."""
    if tk.h.kanazawa_language() == "en":
        return config.site_title_en()
    return tk.config["ckan.site_title"]


def kanazawa_theme_static(path: str) -> str:
    """Return the address of a file in `public/`, with its digest, so that it may be cached long."""
    return f"{tk.h.url_for_static(path)}?v={_digest(path)}"


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((_PUBLIC / path.lstrip("/")).read_bytes()).hexdigest()[:8]


def kanazawa_theme_tokens() -> str | None:
    """Return the address of the Digital Agency's design tokens; None where not installed.

    Without them the site looks the same: `tokens.css` repeats each value it uses.
    """
    return kanazawa_theme_static(_TOKENS) if (_PUBLIC / _TOKENS.lstrip("/")).is_file() else None


def kanazawa_theme_languages() -> list[dict[str, Any]]:
    """Return the offered languages with the address of this very page in each."""
    current = tk.h.lang()
    default = tk.config["ckan.locale_default"]
    return [
        {
            "code": locale.short_name,
            "name": _LANGUAGE_NAMES.get(locale.short_name, locale.display_name),
            # The default language has no prefix in the address.
            "url": tk.url_for(
                tk.h.current_url(),
                locale="default" if locale.short_name == default else locale.short_name,
            ),
            "current": locale.short_name == current,
        }
        for locale in tk.h.get_available_locales()
    ]


def kanazawa_theme_lang(text: str | None) -> Markup:
    """Return ` lang="ja"` for Japanese text on a page in another language (WCAG 3.1.2)."""
    if text and tk.h.kanazawa_language() != "ja" and _JAPANESE.search(text):
        return Markup(' lang="ja"')
    return Markup("")


def kanazawa_theme_has_page(endpoint: str) -> bool:
    """Tell whether a page exists in this installation, so that no link leads nowhere."""
    return endpoint in current_app.view_functions


def kanazawa_theme_date(value: str | date | datetime | None) -> Markup:
    """Return a date in the reader's language inside `<time>`; empty where there is none."""
    if not value:
        return Markup("")
    text = tk.h.render_datetime(value)
    if not text:  # no full date, e.g. "2024" or "2024-05": shown as it is
        return Markup("{}").format(value)
    stamp = value if isinstance(value, str) else value.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(stamp[:10], text)


def kanazawa_theme_facet_label(facet: str, value: str, default: str | None = None) -> str:
    """Return a facet's value in words, in the reader's language."""
    helper = tk.h.get("kanazawa_schemas_facet_label")
    if helper and (label := helper(facet, value)):
        return label
    lists = {
        "vocab_kanazawa_theme": "themes",
        "vocab_kanazawa_area": "municipalities",
        "kanazawa_municipality": "municipalities",
        "kanazawa_provider_kind": "provider_kinds",
    }
    if facet in lists:
        return tk.h.kanazawa_choice_label(lists[facet], value)
    return default or value


def kanazawa_theme_municipality(organization_name: str) -> Any:
    """Return the municipality an organisation is, or None."""
    for choice in load_choices("municipalities").values():
        if choice.extra["name"] == organization_name:
            return choice
    return None


def kanazawa_theme_page_numbers(current: int, last: int) -> list[int | None]:
    """Return the pages to link to: first, last and those near; None stands for a gap."""
    near = {1, last, *range(max(1, current - 2), min(last, current + 2) + 1)}
    numbers: list[int | None] = []
    for number in sorted(near):
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(number - 1 if number - numbers[-1] == 2 else None)
        numbers.append(number)
    return numbers


def kanazawa_theme_url_with(**changes: Any) -> str:
    """Return the address of this page with some parameters of its query replaced.

    Args:
        changes: new values; None takes a parameter away.
    """
    kept = [
        (key, value)
        for key, value in tk.request.args.items(multi=True)
        if key not in changes and value
    ]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    path = tk.h.current_url().split("?")[0]
    query = urlencode(kept + added)
    return f"{path}?{query}" if query else path
