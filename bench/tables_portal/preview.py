"""Time the preview's pages on a table of a thousand rows and on one of a million.

    python -m bench.tables_portal.preview --ini ckan.ini [--rows 1000000] [--times 60]

Needs a configured CKAN with a DataStore (databases migrated). Makes a private dataset with
two tables of the same columns, asks for the same pages of both in turn, so that whatever
else the machine does hits both alike, and purges the dataset again. Times are of whole
pages: routing, permissions, queries, template.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from typing import Any
from urllib.parse import urlencode

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.cli import load_config
from ckan.config.middleware import make_app

SMALL = 1_000
COLUMNS = {
    "名称": "text",
    "種別": "text",
    "住所": "text",
    "収容人数": "int",
    "緯度": "numeric",
    "経度": "numeric",
    "更新日": "date",
}
FILL = """
INSERT INTO "{table}" (_id, "名称", "種別", "住所", "収容人数", "緯度", "経度", "更新日")
SELECT n, '見本施設' || n, (ARRAY['学校', '公園', '公民館', '体育館'])[1 + n % 4],
    '石川県金沢市見本町' || n % 999 || '番地', n % 5000 * 7919 % 5000,
    36.4 + n * 31 % 4000 / 10000.0, 136.5 + n * 17 % 4000 / 10000.0,
    date '2010-01-01' + n * 13 % 6000
FROM generate_series(1, {rows}) AS n
"""
PAGES: dict[str, dict[str, str]] = {
    "first page": {},
    "a page in the middle": {"after": "{middle}"},
    "sorted by a number": {"sort": "-収容人数"},
    "one category": {"is.種別": "公園"},
    "deep link": {"_id": "{middle}"},
}


def main() -> None:
    """Make the tables, time the pages, print what came out, and clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ini", required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=60)
    arguments = parser.parse_args()
    application = make_app(load_config(arguments.ini))
    flask = application._wsgi_app
    with flask.test_request_context():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        dataset, tables = make_tables(user, (SMALL, arguments.rows))
    try:
        report(flask, dataset, tables, arguments.times)
    finally:
        with flask.test_request_context():
            remove(user, dataset, tables)


def make_tables(user: str, sizes: tuple[int, ...]) -> tuple[dict[str, Any], dict[int, str]]:
    """Make a dataset with a table of each size."""
    context = {"ignore_auth": True, "user": user}
    organization = tk.get_action("organization_create")(
        {**context},
        {
            "name": f"bench-{os.getpid()}",
            "title_translated": {"ja": "計測", "en": "Bench"},
            "kanazawa_provider_kind": "company",
        },
    )
    dataset = tk.get_action("package_create")(
        {**context},
        {
            "name": f"bench-preview-{os.getpid()}",
            "title_translated": {"ja": "計測", "en": "Bench"},
            "notes_translated": {"ja": "計測", "en": "Bench"},
            "kanazawa_theme": ["administration"],
            "owner_org": organization["id"],
            "license_id": "CC-BY-4.0",
        },
    )
    return dataset, {rows: _table(context, dataset["id"], rows) for rows in sizes}


def _table(context: dict[str, Any], dataset: str, rows: int) -> str:
    from ckanext.datastore.backend.postgres import (  # pyright: ignore[reportMissingImports]
        get_write_engine,
    )

    made = tk.get_action("datastore_create")(
        {**context},
        {
            "resource": {"package_id": dataset, "name": f"{rows}"},
            "fields": [{"id": name, "type": type} for name, type in COLUMNS.items()],
        },
    )
    table = made["resource_id"]
    with get_write_engine().begin() as connection:
        # CKAN's words of each row are another benchmark's affair.
        connection.execute(sa.text(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'))
        connection.execute(sa.text(FILL.format(table=table, rows=rows)))
    with get_write_engine().connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(
            sa.text(f'VACUUM ANALYZE "{table}"')
        )
    return table


def report(flask: Any, dataset: dict[str, Any], tables: dict[int, str], times: int) -> None:
    """Ask for each page of both tables in turn, and print a line for each."""
    client = flask.test_client()
    small, large = sorted(tables)
    print(f"{'page':24}{'rows':>10}{'p50 ms':>9}{'p95 ms':>9}   p95 ratio")
    for name, query in PAGES.items():
        taken: dict[int, list[float]] = {rows: [] for rows in tables}
        for turn in range(times + 3):
            for rows, table in tables.items():
                seconds = _ask(client, dataset["name"], table, rows, query)
                if turn >= 3:  # The first ones fill caches.
                    taken[rows].append(seconds)
        worst = {rows: statistics.quantiles(taken[rows], n=20)[-1] for rows in tables}
        for rows in (small, large):
            middle = statistics.median(taken[rows])
            ratio = f"{worst[large] / worst[small]:12.2f}" if rows == large else ""
            print(f"{name:24}{rows:>10,}{middle * 1000:>9.1f}{worst[rows] * 1000:>9.1f}{ratio}")


def _ask(client: Any, dataset: str, table: str, rows: int, query: dict[str, str]) -> float:
    filled = {key: value.format(middle=rows // 2) for key, value in query.items()}
    address = f"/dataset/{dataset}/resource/{table}/table?{urlencode(filled)}"
    begun = time.perf_counter()
    answer = client.get(address)
    taken = time.perf_counter() - begun
    assert answer.status_code == 200, answer.status_code
    return taken


def remove(user: str, dataset: dict[str, Any], tables: dict[int, str]) -> None:
    """Delete the tables, the dataset and its organisation for good."""
    for table in tables.values():
        context = {"ignore_auth": True, "user": user}
        tk.get_action("datastore_delete")(context, {"resource_id": table, "force": True})
    for action, id in (
        ("dataset_purge", dataset["id"]),
        ("organization_purge", dataset["organization"]["id"]),
    ):
        tk.get_action(action)({"ignore_auth": True, "user": user}, {"id": id})
    model.Session.commit()


if __name__ == "__main__":
    main()
