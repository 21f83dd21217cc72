"""Time `package_search` with five facets: embedded engine, and Solr in the same run.

    python bench/search.py --ini ckan.ini [--datasets 2000] [--queries 200]

Needs a configured CKAN (database migrated). Documents go into the index only, under
a site id of their own, and are taken out afterwards; the catalogue is not touched.
The peer is CKAN with the Solr that `CKAN_SOLR_URL` names; `bench/solr/start.sh`
starts one. Without it only the embedded engine is timed, and the output says so.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import ckan.lib.search as search
import ckan.model as model
import ckan.plugins as p
from ckan.cli import load_config
from ckan.common import config
from ckan.config.environment import load_environment
from ckan.logic import get_action

SITE = "kanazawa_bench"
FACETS = ["organization", "tags", "res_format", "license_id", "vocab_kanazawa_theme"]
PLACES = ["金沢市", "白山市", "かほく市", "野々市市", "津幡町", "内灘町"]
SUBJECTS = [
    *("指定緊急避難場所", "公衆トイレ", "子育て施設", "公共施設", "文化財", "観光施設"),
    *("無線LANアクセスポイント", "医療機関", "介護サービス事業所", "消防水利", "人口統計"),
    *("ごみ収集日", "バス停留所", "図書館", "公園", "防災倉庫"),
]
KINDS = ["一覧", "統計", "地図", "画像", "位置情報"]
ENGLISH = [
    *("shelter", "toilet", "childcare", "facility", "culture"),
    *("wifi", "tourism", "hospital", "care", "water"),
]
FORMATS = ["CSV", "XLSX", "PDF", "GeoJSON", "JSON", "KML"]
LICENCES = ["CC-BY-4.0", "CC0-1.0", "CC-BY-2.1-JP", "PDL-1.0"]
THEMES = ["bousai", "kankou", "kosodate", "kenkou", "kankyou", "toukei"]
BATCH = 500


def documents(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Make index documents as CKAN would for datasets of Japanese municipalities."""
    chance = random.Random(seed)
    for number in range(count):
        subject, english = chance.choice(SUBJECTS), chance.choice(ENGLISH)
        title = f"{chance.choice(PLACES)} {subject}{chance.choice(KINDS)} {2000 + number % 26}年"
        notes = f"{subject}に関するデータです。{english} data of number{number % 997}. " * 8
        dataset = {
            "id": f"bench-{number}",
            "name": f"bench-{english}-{number}",
            "title": title,
            "notes": notes,
            "resources": [{"name": f"{subject}.csv", "url": "http://example.com/"}] * 3,
        }
        stamp = f"20{10 + number % 16:02}-0{1 + number % 9}-{1 + number % 28:02}T00:00:00Z"
        yield {
            **{key: dataset[key] for key in ("id", "name", "title", "notes")},
            "title_string": title,
            "index_id": f"bench-{number}",
            "site_id": SITE,
            "entity_type": "package",
            "dataset_type": "dataset",
            "state": "active",
            "capacity": "public",
            "permission_labels": ["public"],
            "metadata_created": stamp,
            "metadata_modified": stamp,
            "organization": f"org-{PLACES.index(title.split()[0])}",
            "tags": chance.sample(SUBJECTS, 3),
            "res_format": chance.sample(FORMATS, 2),
            "res_name": [f"{subject}.csv"],
            "license_id": chance.choice(LICENCES),
            "vocab_kanazawa_theme": chance.sample(THEMES, 2),
            "data_dict": json.dumps(dataset),
            "validated_data_dict": json.dumps(dataset),
        }


def queries(count: int, seed: int = 2) -> list[dict[str, Any]]:
    """Make different searches: everything, a word, two words, a filter, a later page."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        kinds = [
            {"fq": f"metadata_modified:[* TO 2030-01-01T00:00:{number % 60:02}Z]"},
            {"q": f"{chance.choice(ENGLISH)}"},
            {"q": f"{chance.choice(SUBJECTS)}"},
            {"q": f"{chance.choice(ENGLISH)} number{chance.randrange(997)}"},
            {"fq": f'tags:"{chance.choice(SUBJECTS)}" +license_id:{chance.choice(LICENCES)}'},
        ]
        made.append({**kinds[number % len(kinds)], "start": chance.choice((0, 0, 20, 40))})
    return made


def use(engine: str) -> None:
    """Let an engine answer from now on."""
    config["ckanext.kanazawa.search.engine"] = engine


def fill(engine: str, count: int) -> float:
    """Index the documents; return the seconds it took."""
    use(engine)
    client = search.make_connection()
    client.delete(q=f'site_id:"{SITE}"')
    made = documents(count)
    start = time.perf_counter()
    while batch := list(itertools.islice(made, BATCH)):
        client.add(batch, commit=False)
        client.commit()
    return time.perf_counter() - start


def timed(engine: str, asked: dict[str, Any]) -> tuple[float, int]:
    """Search once; return milliseconds and number of hits."""
    use(engine)
    start = time.perf_counter()
    answer = get_action("package_search")(
        {"user": ""}, {**asked, "facet.field": FACETS, "rows": 20}
    )
    milliseconds = (time.perf_counter() - start) * 1000
    model.Session.remove()
    return milliseconds, answer["count"]


def percentile(values: list[float], part: float) -> float:
    """Return the value below which `part` (0 to 1) of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def measure(engines: list[str], count: int) -> dict[str, list[float]]:
    """Ask every engine each query in turn; print a line for each engine."""
    times: dict[str, list[float]] = {engine: [] for engine in engines}
    hits = dict.fromkeys(engines, 0)
    for engine in engines:
        timed(engine, {})  # first use: connections, caches of the worker
    for asked in queries(count):
        for engine in engines:
            milliseconds, found = timed(engine, asked)
            times[engine].append(milliseconds)
            hits[engine] += found
    for engine in engines:
        print(
            f"{engine:9} p50 {statistics.median(times[engine]):7.1f} ms   "
            f"p95 {percentile(times[engine], 0.95):7.1f} ms   hits {hits[engine]}"
        )
    return times


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ini", required=True, help="configuration of a CKAN")
    parser.add_argument("--datasets", type=int, default=2000)
    parser.add_argument("--queries", type=int, default=200)
    arguments = parser.parse_args()
    settings = load_config(arguments.ini)
    settings["ckan.plugins"] = "kanazawa_search"
    load_environment(settings)
    config["ckan.site_id"] = SITE
    compare(arguments.datasets, arguments.queries, bool(os.environ.get("CKAN_SOLR_URL")))
    p.unload_all()


def compare(datasets: int, count: int, has_solr: bool) -> None:
    """Fill, time and clear each engine; print the ratio to the peer."""
    engines = ["postgres", "solr"] if has_solr else ["postgres"]
    clear: Callable[[], None] = search.clear_all
    try:
        for engine in engines:
            print(f"{engine:9} indexed {datasets} datasets in {fill(engine, datasets):.1f} s")
        times = measure(engines, count)
    finally:
        for engine in engines:
            use(engine)
            clear()
    if not has_solr:
        print("No Solr to compare with: CKAN_SOLR_URL is not set (see bench/solr/start.sh).")
        return
    for name, part in (("p50", 0.5), ("p95", 0.95)):
        ratio = percentile(times["postgres"], part) / percentile(times["solr"], part)
        print(f"embedded / Solr, {name}: {ratio:.2f}")


if __name__ == "__main__":
    main()
