"""What is said of an edition with errors, in the language of the moment."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.schemas.tables.findings.told import code_title
from ckanext.kanazawa.schemas.tables.news.found import News

# Kinds of findings that are named.
NAMED = 5


def counted(found: News) -> str:
    """Return how much was found."""
    counts = found.severity
    text = tk._("Errors: {errors}, warnings: {warnings}").format(
        errors=counts.get("error", 0), warnings=counts.get("warning", 0)
    )
    if not found.personal:
        return text
    return text + tk._(" (some look like personal data)")


def kinds(found: News) -> str:
    """Return which kinds of findings there are most of, errors before warnings and hints."""
    language = tk.h.kanazawa_language()
    most = sorted(found.codes.items(), key=lambda pair: (_severity(pair[0]), -pair[1], pair[0]))[
        :NAMED
    ]
    return ", ".join(f"{code_title(code, language)} ({number})" for code, number in most)


def _severity(code: str) -> int:
    known = catalogue().get(code, {}).get("severity")
    return SEVERITIES.index(known) if known in SEVERITIES else len(SEVERITIES)


def address(found: News) -> str:
    """Return where the findings are listed."""
    return page_address("kanazawa_findings.page", id=found.dataset, resource_id=found.resource)


def page_address(endpoint: str, **values: str) -> str:
    """Return the address of a page in the language of the moment, also where nobody asked."""
    language = tk.h.kanazawa_language()
    default = tk.config.get("ckan.locale_default")
    locale = "default" if language == default else language
    return tk.url_for(endpoint, locale=locale, _external=True, **values)
