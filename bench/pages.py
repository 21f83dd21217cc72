"""Speed of our pages beside stock CKAN's, on the same database in the same run.

Two servers with one worker each serve the same demonstration content: ours with every
plugin, stock CKAN with our search engine only (home page and dataset list cannot run
without one, and Solr is not at hand). Requests alternate, so that both see the same
machine. Needs the addresses of the servers that `./portal test` sets:

    python -m bench.pages [--requests 40]

Prints for each page the median of both in milliseconds, their ratio (below 1: ours is
faster), and the bytes of the page as gzip carries it.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import http.client
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.browser.portal import Portal, write_ini
from tests.browser.server import Server, free_url

STOCK_PLUGINS = "kanazawa_search datastore tracking activity"
WARM_UP = 5


@dataclass
class Measured:
    """One page: seconds of each request, and the size of the answer."""

    seconds: list[float]
    compressed_bytes: int

    @property
    def median_ms(self) -> float:
        """Return the median in milliseconds."""
        return statistics.median(self.seconds) * 1000


@contextlib.contextmanager
def servers(folder: Path) -> Iterator[tuple[Portal, str, str]]:
    """Start both servers; give the portal, our address and stock CKAN's."""
    portal = Portal(folder, suffix="bench")
    try:
        portal.prepare()
        portal.server.workers = 1
        portal.server.start()
        portal.load_demo()
        with contextlib.closing(_Stock(portal)) as stock:
            yield portal, portal.url, stock.url
    finally:
        portal.remove()


class _Stock:
    """Stock CKAN on the portal's database."""

    def __init__(self, portal: Portal):
        self.url = free_url()
        ini = portal.folder / "stock.ini"
        write_ini(ini, {"ckan.plugins": STOCK_PLUGINS})
        environment = portal.environment(ini, self.url)
        self.server = Server(self.url, environment, portal.folder / "stock.log", workers=1)
        self.server.start()

    def close(self) -> None:
        self.server.stop()


def pages(portal: Portal) -> dict[str, str]:
    """Return the measured pages: name → path."""
    dataset = portal.action("package_search", rows=1, sort="name asc")["results"][0]["name"]
    return {
        "home": "/",
        "dataset list": "/dataset/",
        "search 公共": f"/dataset/?q={quote('公共')}",
        "dataset": f"/dataset/{dataset}",
        "organisations": "/organization/",
    }


def get(url: str, path: str) -> tuple[float, bytes]:
    """Fetch a page over a new connection; return seconds and the unpacked page."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
    begin = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - begin
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{url}{path}: {answer.status}")
    return seconds, body


def measure(urls: list[str], path: str, requests: int) -> list[Measured]:
    """Fetch a page from each address in turn."""
    measured = [Measured([], len(gzip.compress(get(url, path)[1], 6))) for url in urls]
    for round_number in range(WARM_UP + requests):
        for url, result in zip(urls, measured, strict=True):
            seconds, _ = get(url, path)
            if round_number >= WARM_UP:
                result.seconds.append(seconds)
    return measured


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=40, help="measured requests of a page")
    requests = parser.parse_args().requests
    with (
        tempfile.TemporaryDirectory(prefix="kanazawa-bench-") as folder,
        servers(Path(folder)) as (portal, ours, stock),
    ):
        heads = ("ours p50", 10), ("stock p50", 11), ("ratio", 8), ("ours kB", 9), ("stock kB", 10)
        print(f"{'page':<15}" + "".join(f"{head:>{width}}" for head, width in heads))
        for name, path in pages(portal).items():
            us, them = measure([ours, stock], path, requests)
            print(
                f"{name:<15}{us.median_ms:>7.1f} ms{them.median_ms:>8.1f} ms"
                f"{us.median_ms / them.median_ms:>8.2f}"
                f"{us.compressed_bytes / 1000:>9.1f}{them.compressed_bytes / 1000:>10.1f}"
            )


if __name__ == "__main__":
    main()
