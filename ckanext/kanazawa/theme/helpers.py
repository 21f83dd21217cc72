"""Template helpers of the theme: small and read-only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import current_app
from markupsafe import Markup

from ckanext.kanazawa.theme import config, dataset, errors, organizations
from ckanext.kanazawa.theme.display import Display, read_display

_PUBLIC = Path(__file__).parent / "public"
_TOKENS = "/vendor/@digital-go-jp/design-tokens/dist/tokens.css"
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


def kanazawa_theme_display() -> Display:
    """Return the text size and contrast the visitor has chosen."""
    return read_display(tk.request.cookies)


@tk.chained_helper
def linked_user(
    next_helper: Callable[..., Markup | str | None], user: Any, maxlength: int = 0, avatar: int = 20
) -> Markup | str | None:
    """Return a link to a user, or a neutral word for who may not see users' pages."""
    if not tk.h.check_access("user_list"):
        return tk._("Staff")
    return next_helper(user, maxlength, avatar)


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


def kanazawa_theme_has_views() -> bool:
    """Tell whether any plugin can draw a view of a file."""
    return any(True for _plugin in p.PluginImplementations(p.IResourceView))


def kanazawa_theme_date(value: str | date | datetime | None) -> Markup:
    """Return a date in the reader's language inside `<time>`; empty where there is none."""
    if not value:
        return Markup("")
    text = tk.h.render_datetime(value)
    if not text:  # no full date, e.g. "2024" or "2024-05": shown as it is
        return Markup("{}").format(value)
    day = tk.h.kanazawa_local_time(value).date()
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)


def kanazawa_theme_facet_label(facet: str, value: str, default: str | None = None) -> str:
    """Return a facet's value in words, in the reader's language.

    Args:
        facet: index field.
        value: value in the index.
        default: label that CKAN supplies, for values that no code list explains.
    """
    if facet == "organization":
        return organizations.title(organizations.shown(value) or {"name": value, "title": default})
    if "kanazawa_schemas_facet_label" in tk.h:
        label = tk.h.kanazawa_schemas_facet_label(facet, value)
        if label != value:
            return label
    return default or value


def kanazawa_theme_organization_title(organization: dict[str, Any]) -> str:
    """Return the name of an organisation in the reader's language."""
    return organizations.title(organization)


def kanazawa_theme_provider_kind(organization: dict[str, Any]) -> str:
    """Return the kind of provider of an organisation in words; "" where it has none."""
    kind = organizations.kind(organization["name"])
    return kind.text(tk.h.kanazawa_language()) if kind else ""


def kanazawa_theme_organizations() -> list[tuple[str, list[organizations.Listed]]]:
    """Return all organisations under their headings, municipalities first."""
    return organizations.sections()


def kanazawa_theme_selected(
    fields_grouped: dict[str, list[str]], titles: dict[str, str], search_facets: dict[str, Any]
) -> list[dict[str, str]]:
    """Return what is selected in the dataset list, with the address that takes it away.

    Args:
        fields_grouped: index field → chosen values, as core's view supplies it.
        titles: index field → title of the facet.
        search_facets: facets of the search result, for CKAN's own labels.
    """
    selected = []
    for facet, values in fields_grouped.items():
        items = (search_facets or {}).get(facet, {}).get("items", [])
        labels = {item["name"]: item["display_name"] for item in items}
        for value in values:
            label = kanazawa_theme_facet_label(facet, value, labels.get(value))
            url = tk.h.remove_url_param(facet, value, alternative_url=kanazawa_theme_path())
            selected.append({"title": titles.get(facet, facet), "label": label, "url": url})
    return selected


def kanazawa_theme_text(value: Any) -> str:
    """Return the text of a {ja, en} mapping in the reader's language, else the Japanese."""
    return dataset.translated(value)


def kanazawa_theme_licence(dataset_dict: dict[str, Any]) -> dataset.Licence | None:
    """Return the licence of a dataset as readers see it."""
    return dataset.licence(dataset_dict)


def kanazawa_theme_credit_line(dataset_dict: dict[str, Any]) -> str:
    """Return the credit line to copy."""
    return dataset.credit_line(dataset_dict)


def kanazawa_theme_citation(dataset_dict: dict[str, Any]) -> str:
    """Return how to cite a dataset."""
    return dataset.citation(dataset_dict)


def kanazawa_theme_updated(dataset_dict: dict[str, Any]) -> str:
    """Return the date of the latest change of a dataset."""
    return dataset.updated(dataset_dict)


def kanazawa_theme_is_overdue(day: str | None) -> bool:
    """Tell whether the announced next update lies in the past."""
    return dataset.is_overdue(day)


def kanazawa_theme_contacts(dataset_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the contacts of a dataset that say anything."""
    return dataset.contacts(dataset_dict)


def kanazawa_theme_labels(facet: str, values: str | list[str] | None) -> str:
    """Return coded values in words, separated as the reader's language does."""
    listed = [values] if isinstance(values, str) else values or []
    separator = "、" if tk.h.kanazawa_language() == "ja" else ", "
    return separator.join(kanazawa_theme_facet_label(facet, value) for value in listed if value)


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
    query = urlencode(kept + added)
    return f"{kanazawa_theme_path()}?{query}" if query else kanazawa_theme_path()


def kanazawa_theme_here() -> str:
    """Return the address of this page with its language and its query.

    `h.current_url()` alone has lost the "/en" that a middleware takes away.
    """
    return tk.url_for(tk.h.current_url())


def kanazawa_theme_path() -> str:
    """Return the address of this page with its language, without its query."""
    return kanazawa_theme_here().split("?")[0]


def kanazawa_theme_error(code: Any, content: Any) -> errors.ErrorPage:
    """Return what the page of an error says."""
    return errors.error_page(code, content)


def kanazawa_theme_follows(dataset_id: str) -> bool:
    """Tell whether the reader, who is logged in, follows a dataset."""
    return tk.get_action("am_following_dataset")({}, {"id": dataset_id})
