"""The national オープンデータ一覧, made from the catalogue.

Which column comes from where stands in `schemas/exports/open_data_list.yaml`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.helpers import kanazawa_local_time
from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.yamltext import read_yaml
from ckanext.kanazawa.schemas.choices import choices_of
from ckanext.kanazawa.schemas.intake.machine import as_list
from ckanext.kanazawa.schemas.organizations import organization_extra
from ckanext.kanazawa.schemas.presentation import credit_line

PAGE = 500
# The six municipalities lie in one prefecture, which the standard writes before their names.
PREFECTURE_CODE = "17"
PREFECTURE = "石川県"
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """What one row of the list is about."""

    dataset: Values
    resource: Values

    def part(self, name: str) -> Values:
        """Return the dataset, its first contact, or the resource."""
        if name == "contact":
            return next(iter(self.dataset.get("contact") or []), {})
        return self.dataset if name == "dataset" else self.resource


@cache
def definition() -> dict[str, Any]:
    """Return the definition of the list."""
    path = resources.files("ckanext.kanazawa.definitions") / "exports" / "open_data_list.yaml"
    return read_yaml(path.read_text(encoding="utf-8"))


def column_names() -> list[str]:
    """Return the 45 official headings in their order."""
    return [column["name"] for column in definition()["columns"]]


def file_name(organization: model.Group | None) -> str:
    """Return the official file name: code (or name) of the organisation, then the list's."""
    if organization is None:
        return definition()["file_name"]
    code = organization_extra(organization, "kanazawa_municipality_code")
    return f"{code or organization.name}_{definition()['file_name']}"


def rows(datasets: Iterable[Values]) -> Iterator[list[str]]:
    """Return one row a resource; a dataset without any gets one row."""
    for dataset in datasets:
        for resource in dataset.get("resources") or [{}]:
            row = Row(dataset, resource)
            yield [_cell(column, row) for column in definition()["columns"]]


def public_datasets(organization: str | None) -> Iterator[Values]:
    """Read the public datasets of one municipality, or of all, page by page.

    What others register with the portal is theirs: the list is of official data only.

    Each page goes on after the last name of the one before: counted places would show a
    dataset twice, or not at all, when another comes or goes meanwhile.
    """
    query = "+state:active +capacity:public +dataset_type:dataset"
    if organization:
        query += f' +organization:"{organization}"'
    after = ""
    while True:
        found = tk.get_action("package_search")(
            {"ignore_auth": True}, {"fq": query + after, "sort": "name asc", "rows": PAGE}
        )["results"]
        yield from (dataset for dataset in found if dataset.get("kanazawa_municipality"))
        if len(found) < PAGE:
            return
        after = f' +name:{{"{found[-1]["name"]}" TO *]'


def as_csv(columns: list[str], lines: Iterable[list[str]]) -> bytes:
    """Write a table as the standard wants it: UTF-8 with BOM, CRLF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return buffer.getvalue().encode("utf-8-sig")


def _cell(column: Values, row: Row) -> str:
    if "from" not in column or (column["from"] == "resource" and not row.resource):
        return ""
    return READERS[column["how"]](row, row.part(column["from"]), column)


def _text(row: Row, values: Values, column: Values) -> str:
    value = values.get(column["field"])
    return "" if value is None else str(value)


def _date(row: Row, values: Values, column: Values) -> str:
    """Return the day here: a Japanese morning is stored as the evening of the day before."""
    time = kanazawa_local_time(values.get(column["field"]))
    return time.date().isoformat() if time else ""


def _japanese(row: Row, values: Values, column: Values) -> str:
    texts = values.get(column["field"]) or {}
    return texts.get("ja", "")


def _joined(row: Row, values: Values, column: Values) -> str:
    return ";".join(as_list(values.get(column["field"])))


def _constant(row: Row, values: Values, column: Values) -> str:
    return column["field"]


def _labels(row: Row, values: Values, column: Values) -> str:
    known = choices_of({"choice_list": column["choices"]})
    found = as_list(values.get(column["field"]))
    return ";".join(known[value].label["ja"] for value in found if value in known)


def _codes(row: Row, values: Values, column: Values) -> str:
    known = load_choices(column["choices"])
    found = as_list(values.get(column["field"]))
    return ";".join(known[value].extra["code"] for value in found if value in known)


def _list_text(row: Row, values: Values, column: Values) -> str:
    choice = load_choices(column["choices"]).get(values.get(column["field"]) or "")
    return choice.extra["list_text"] if choice else ""


def _tags(row: Row, values: Values, column: Values) -> str:
    return ";".join(tag["name"] for tag in values.get("tags") or [])


def _publisher(row: Row, values: Values, column: Values) -> str:
    title = (values.get("organization") or {}).get("title") or ""
    code = values.get("kanazawa_municipality") or ""
    is_municipality = code.startswith(PREFECTURE_CODE) and not title.startswith(PREFECTURE)
    return PREFECTURE + title if is_municipality else title


def _standard(row: Row, values: Values, column: Values) -> str:
    choice = load_choices("standards").get(values.get("kanazawa_standard") or "")
    if choice is None:
        return ""
    version = values.get("kanazawa_standard_version")
    if choice.extra["family"] == "national":
        return version or "自治体標準オープンデータセット"
    return version or choice.label["ja"]


def _periods(row: Row, values: Values, column: Values) -> str:
    periods = values.get(column["field"]) or []
    return ";".join(f"{p.get('start', '')}/{p.get('end', '')}" for p in periods)


def _landing_page(row: Row, values: Values, column: Values) -> str:
    return values.get("url") or _dataset_page(row)


def _dataset_page(row: Row) -> str:
    site = tk.config["ckan.site_url"].rstrip("/")
    root = (tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "")
    return f"{site}{root}/dataset/{row.dataset['name']}"


def _resource_page(row: Row, values: Values, column: Values) -> str:
    return f"{_dataset_page(row)}/resource/{values['id']}"


def _licence(row: Row, values: Values, column: Values) -> str:
    by_iri = choices_of({"choice_list": "kanazawa_licence_iris"})
    licence = by_iri.get(values.get("license") or "") or load_choices("licences").get(
        row.dataset.get("license_id") or ""
    )
    return licence.extra["list_text"] if licence else ""


def _terms(row: Row, values: Values, column: Values) -> str:
    return values.get("license") or row.dataset.get("license_url") or ""


def _api(row: Row, values: Values, column: Values) -> str:
    return "有" if values.get("datastore_active") else "無"


def _credit(row: Row, values: Values, column: Values) -> str:
    return credit_line(row.dataset, "ja")


READERS: dict[str, Callable[[Row, Values, Values], str]] = {
    "text": _text,
    "date": _date,
    "japanese": _japanese,
    "joined": _joined,
    "constant": _constant,
    "labels": _labels,
    "codes": _codes,
    "list_text": _list_text,
    "tags": _tags,
    "publisher": _publisher,
    "standard": _standard,
    "periods": _periods,
    "landing_page": _landing_page,
    "resource_page": _resource_page,
    "licence": _licence,
    "terms": _terms,
    "api": _api,
    "credit": _credit,
}
