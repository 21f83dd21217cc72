"""Examples of the API guide: commands that work against this very site.

Every address is built from the site's own one and from a dataset it really has, so that
a reader can paste a command and see an answer. A test runs each of them.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search.common import SearchError, SolrConnectionError
from werkzeug.routing import BuildError

JAVASCRIPT = """\
const url = new URL({url});
url.search = new URLSearchParams({{ q: "公共", rows: "5" }});
const answer = await (await fetch(url)).json();
for (const dataset of answer.result.results) {{
  console.log(dataset.name, dataset.title);
}}
"""

PYTHON = """\
import requests

url = {url}
start = 0
while True:
    answer = requests.get(url, params={{"rows": 100, "start": start, "sort": "name asc"}})
    answer.raise_for_status()
    datasets = answer.json()["result"]["results"]
    if not datasets:
        break
    for dataset in datasets:
        print(dataset["name"], dataset["title"])
    start += len(datasets)
"""


@dataclass(frozen=True)
class Example:
    """A command to paste into a terminal.

    Args:
        command: one line of shell with curl.
        status: HTTP status that the command is answered with.
    """

    command: str
    status: int = 200


def examples() -> dict[str, Example]:
    """Return the examples by name.

    Returns:
        Always: search, filter, facets, page, organizations, missing, cors. Only where the
        site has such a thing: catalog, feed, openapi, open_data_list (offered by plugins), show and
        dataset_ttl (a public dataset), download (a stored file), rows and dump (a file
        loaded into the DataStore).
    """
    dataset, resource = _sample()
    found = _search_examples() | _catalogue_examples()
    if dataset:
        found |= _dataset_examples(dataset["name"])
    if resource:
        found |= _file_examples(resource)
    return found


def programs() -> dict[str, str]:
    """Return a program in each language: {"javascript": source, "python": source}."""
    url = json.dumps(action_url("package_search"))
    return {"javascript": JAVASCRIPT.format(url=url), "python": PYTHON.format(url=url)}


def _search_examples() -> dict[str, Example]:
    search = action_url("package_search")
    facets = json.dumps(["organization", "res_format"])
    return {
        "search": Example(curl(search, q="公共", rows="5")),
        "filter": Example(curl(search, fq="res_format:CSV", sort="metadata_modified desc")),
        "facets": Example(curl(search, rows="0", **{"facet.field": facets})),
        "page": Example(curl(search, rows="20", start="20", sort="name asc")),
        "organizations": Example(curl(action_url("organization_list"), all_fields="true")),
        "missing": Example(curl(action_url("package_show"), id="no-such-dataset"), status=404),
        "cors": Example(
            "curl -s -D - -o /dev/null -H 'Origin: https://app.example' "
            + shlex.quote(f"{search}?rows=0")
        ),
    }


def _catalogue_examples() -> dict[str, Example]:
    return _pages(
        {
            "catalog": ("dcat.read_catalog", {"_format": "ttl"}),
            "feed": ("feeds.general", {}),
            "openapi": ("kanazawa.openapi_description", {}),
            "open_data_list": ("kanazawa_schemas.all_datasets", {}),
        }
    )


def _dataset_examples(name: str) -> dict[str, Example]:
    show = Example(curl(action_url("package_show"), id=name))
    turtle = {"dataset_ttl": ("dcat.read_dataset", {"_id": name, "_format": "ttl"})}
    return {"show": show} | _pages(turtle)


def _pages(endpoints: dict[str, tuple[str, dict[str, str]]]) -> dict[str, Example]:
    """Return a plain download of each endpoint that some plugin offers."""
    addresses = {key: address_of(name, **values) for key, (name, values) in endpoints.items()}
    return {
        key: Example(f"curl {shlex.quote(address)}")
        for key, address in addresses.items()
        if address
    }


def _file_examples(resource: dict[str, Any]) -> dict[str, Example]:
    file_name = resource.get("kanazawa_filename") or "data.csv"
    found = {
        "download": Example(f"curl -fL -o {shlex.quote(file_name)} {shlex.quote(resource['url'])}")
    }
    dump = address_of("datastore.dump", resource_id=resource["id"])
    if resource.get("datastore_active") and dump:
        rows = action_url("datastore_search")
        found["rows"] = Example(curl(rows, resource_id=resource["id"], limit="5"))
        found["dump"] = Example(f"curl {shlex.quote(dump)}")
    return found


def curl(url: str, **parameters: str) -> str:
    """Return a curl command for a GET request, its parameters readable and encoded by curl."""
    words = [
        f"--data-urlencode {shlex.quote(f'{key}={value}')}" for key, value in parameters.items()
    ]
    return " ".join(["curl -G", shlex.quote(url), *words])


def action_url(action: str) -> str:
    """Return the full address of an API action, without a language prefix."""
    return tk.url_for("api.action", ver=3, logic_function=action, qualified=True, locale="default")


def address_of(endpoint: str, **values: str) -> str | None:
    """Return a full address without a language prefix; None where no plugin offers it."""
    try:
        return tk.url_for(endpoint, qualified=True, locale="default", **values)
    except BuildError:
        return None


def _sample() -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return a public dataset and one of its stored files, of the newest that have some.

    A file that the DataStore has is preferred, since it can show more.
    """
    query = {"rows": 50, "sort": "metadata_modified desc"}
    try:
        datasets = tk.get_action("package_search")({}, query)["results"]
    except (SearchError, SolrConnectionError):  # the engine is down: the guide can still be read
        datasets = []
    files = [
        (dataset, resource)
        for dataset in datasets
        for resource in dataset.get("resources", [])
        if resource.get("url_type") == "upload"
    ]
    for dataset, resource in files:
        if resource.get("datastore_active"):
            return dataset, resource
    if files:
        return files[0]
    return (datasets[0] if datasets else None), None
