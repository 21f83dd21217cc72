"""The sitemap: every public page in both languages, streamed from two columns.

Source: sitemaps.org protocol 0.9 (50,000 addresses and 50 MB a file); alternate languages as
`xhtml:link`, each page naming all its versions and itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from werkzeug.routing import BuildError

from ckanext.kanazawa import config
from ckanext.kanazawa.lib.tables.formats.loader import load_formats

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
INDEX_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)
# Pages of their own; the theme's are listed only where the theme is switched on.
PAGES = (
    "home.index",
    "dataset.search",
    "organization.index",
    "home.about",
    "kanazawa_pages.terms",
    "kanazawa_pages.accessibility",
    "kanazawa_pages.api_guide",
    "kanazawa_tables_formats.index",
    "kanazawa_tables_desk.index",
)
# A name cannot contain this, so it can be replaced in a ready-made address.
PLACE = "kanazawa-place-of-the-name"
ROWS_AT_A_TIME = 1000


def _public_datasets() -> sa.Select:
    package = model.package_table
    return sa.select(package.c.name, package.c.metadata_modified).where(
        package.c.state == "active", package.c.private.is_(False), package.c.type == "dataset"
    )


def dataset_count() -> int:
    """Return how many datasets everybody may see."""
    found = model.Session.execute(
        sa.select(sa.func.count()).select_from(_public_datasets().subquery())
    )
    return int(found.scalar_one())


def file_count() -> int:
    """Return how many files of datasets the sitemap has; none for an empty catalogue."""
    return -(-dataset_count() // config.datasets_per_sitemap())


def index_lines() -> Iterator[str]:
    """Write the index: one file of pages and organisations, and the files of datasets."""
    yield INDEX_HEAD
    for name in ["pages", *(str(number) for number in range(1, file_count() + 1))]:
        address = tk.url_for("kanazawa.sitemap_part", part=name, _external=True, locale="default")
        yield f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def page_lines() -> Iterator[str]:
    """Write the file of single pages and organisations."""
    yield HEAD
    for endpoint in PAGES:
        try:
            yield _entries(_addresses(endpoint))
        except BuildError:  # a feature that is switched off
            continue
    yield from _format_entries()
    addresses = _addresses("organization.read", id=PLACE)
    group = model.group_table
    query = sa.select(group.c.name).where(
        group.c.state == "active", group.c.is_organization.is_(True), group.c.type == "organization"
    )
    for (name,) in model.Session.execute(query.order_by(group.c.name)):
        yield _entries(_filled(addresses, name))
    yield "</urlset>\n"


def _format_entries() -> Iterator[str]:
    """Write the pages of the table formats, where there are any."""
    try:
        addresses = _addresses("kanazawa_tables_formats.show", name=PLACE)
    except BuildError:
        return
    for name in load_formats():
        yield _entries(_filled(addresses, name))


def dataset_rows(number: int) -> list[tuple[str, datetime | None]]:
    """Read the names and times of one file of datasets.

    Args:
        number: which file, from 1.

    Returns:
        (name, time of the last change in UTC), ordered by id, so that a file stays
        nearly the same from day to day. Read at once: the session is gone when streaming.
    """
    size = config.datasets_per_sitemap()
    package = model.package_table
    query = _public_datasets().order_by(package.c.id).limit(size).offset((number - 1) * size)
    return [(name, modified) for name, modified in model.Session.execute(query)]


def dataset_lines(rows: list[tuple[str, datetime | None]]) -> Iterator[str]:
    """Write one file of datasets, some hundred kilobytes at a time."""
    addresses = _addresses("dataset.read", id=PLACE)
    yield HEAD
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        yield "".join(
            _entries(_filled(addresses, name), modified)
            for name, modified in rows[start : start + ROWS_AT_A_TIME]
        )
    yield "</urlset>\n"


def _addresses(endpoint: str, **values: str) -> dict[str, str]:
    return {
        language: tk.url_for(endpoint, _external=True, locale=locale, **values)
        for language, locale in (("ja", "default"), ("en", "en"))
    }


def _filled(addresses: dict[str, str], name: str) -> dict[str, str]:
    return {language: address.replace(PLACE, name) for language, address in addresses.items()}


def _entries(addresses: dict[str, str], modified: datetime | None = None) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address)}"/>'
        for language, address in [*addresses.items(), ("x-default", addresses["ja"])]
    )
    # CKAN keeps times in UTC without saying so.
    lastmod = f"<lastmod>{modified:%Y-%m-%dT%H:%M:%S}Z</lastmod>" if modified else ""
    return "".join(
        f"<url><loc>{escape(address)}</loc>{lastmod}{links}</url>\n"
        for address in addresses.values()
    )
