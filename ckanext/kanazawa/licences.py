"""The licences of `schemas/choices/licences.yaml` as CKAN's licence list.

CKAN reads its list from the file that `licenses_group_url` names. The file is made from the
YAML and ships beside it; `python -m ckanext.kanazawa.licences` writes it anew, and a test
compares the two.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from ckanext.kanazawa.lib.choices import Choice, load_choices

CREATIVE_COMMONS = "https://creativecommons.org/"


def licence_file() -> Path:
    """Return the path of the JSON file CKAN reads."""
    return Path(str(resources.files("ckanext.kanazawa.definitions") / "licences.json"))


def licence_list() -> list[dict[str, Any]]:
    """Return CKAN's licence list: title in Japanese, `url` the licence's own IRI.

    `title_translated`, `iri`, `page` and `credit` are ours; `license_list` passes them on.
    """
    return [_entry(licence) for licence in load_choices("licences").values()]


def _entry(licence: Choice) -> dict[str, Any]:
    extra = licence.extra
    return {
        "id": licence.value,
        "title": licence.label["ja"],
        "title_translated": dict(licence.label),
        "url": extra["iri"],
        "iri": extra["iri"],
        "page": extra["url"],
        "credit": extra["credit"],
        "status": "active",
        "family": "Creative Commons" if extra["iri"].startswith(CREATIVE_COMMONS) else "",
        "domain_content": True,
        "domain_data": True,
        "domain_software": False,
        "is_generic": licence.value == "other",
        "maintainer": "",
        "od_conformance": "approved" if extra["open"] else "not reviewed",
        "osd_conformance": "not reviewed",
    }


def write_licence_file() -> None:
    """Write the JSON file from the YAML."""
    text = json.dumps(licence_list(), ensure_ascii=False, indent=2)
    licence_file().write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_licence_file()
