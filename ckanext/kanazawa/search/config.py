"""Settings of the search, one typed reader each (config_declaration.yaml)."""

from __future__ import annotations

from typing import Literal

import ckan.plugins.toolkit as tk

Engine = Literal["postgres", "solr"]


def engine() -> Engine:
    """Return which engine answers searches."""
    return "solr" if tk.config.get("ckanext.kanazawa.search.engine") == "solr" else "postgres"


def statement_timeout_ms() -> int:
    """Return the milliseconds after which a search is given up."""
    return tk.config.get("ckanext.kanazawa.search.statement_timeout_ms")


def read_pool_size() -> int:
    """Return how many read-only connections a process keeps."""
    return tk.config.get("ckanext.kanazawa.search.read_pool_size")


def reindex_inline_max() -> int:
    """Return up to how many datasets are indexed again at once, not by a job."""
    return tk.config.get("ckanext.kanazawa.search.reindex_inline_max")


def database_url() -> str:
    """Return the address of CKAN's database, which holds the index too."""
    return tk.config["sqlalchemy.url"]
