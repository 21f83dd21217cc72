"""A table of a national format into the DataStore, beside PostgreSQL's own COPY.

    CKAN_DATASTORE_WRITE_URL=postgresql://… python -m bench.tables_portal.load [ROWS]

Five ways in one run, each timed from the same CSV file to a committed table that is indexed:

    ours             read, types decided, words made, copied, indexed, swapped in
    COPY, trigger    into the same typed table with the same trigger and indexes (promised:
                     ours takes at most 1.2 times as long)
    COPY, words      the same, where the words come ready made: what PostgreSQL alone needs
    plain COPY       into text columns; no words, no indexes
    xloader's way    COPY into text columns, columns cast one by one, words by UPDATE, GiST
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg2
from ckan.common import config

from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.schemas.tables.contents import Content
from ckanext.kanazawa.schemas.tables.load import staging, stream
from ckanext.kanazawa.schemas.tables.load.columns import columns_of
from ckanext.kanazawa.schemas.tables.load.spool import Spool, spooled
from ckanext.kanazawa.schemas.tables.load.table import load_table
from ckanext.kanazawa.schemas.tables.load.types import watches

TABLE = "bench-of-loading"
HEADINGS = (
    "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,所在地_連結表記,緯度,経度,"
    "男性トイレ総数,女性トイレ総数,利用開始時間,備考"
)
PROMISED = 1.2


def write_table(path: Path, rows: int) -> None:
    """Write public toilets, each with a name and an address of its own."""
    chance = random.Random(20)
    towns = ("広坂", "香林坊", "片町", "武蔵町", "寺町", "泉野町", "小立野", "金石北", "額谷")
    names = ("中央公園", "児童公園", "駅前広場", "河川敷緑地", "運動公園", "文化会館", "墓地公園")
    remarks = ("", "", "冬期閉鎖", "清掃中は使えません", "オストメイト対応")
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        out.write(HEADINGS + "\r\n")
        for number in range(rows):
            town = chance.choice(towns)
            out.write(
                f"172014,{number:010},石川県金沢市,{town}第{number}{chance.choice(names)}トイレ,"
                f"ダイ{number}コウエントイレ,石川県金沢市{town}{chance.randint(1, 9)}丁目"
                f"{chance.randint(1, 40)}番{chance.randint(1, 30)}号,{36 + chance.random():.6f},"
                f"{136 + chance.random():.6f},{chance.randint(0, 5)},{chance.randint(0, 5)},"
                f"09:00,{chance.choice(remarks)}\r\n"
            )


@contextmanager
def connected() -> Iterator[Any]:
    """Open a transaction in the DataStore's database."""
    connection = psycopg2.connect(os.environ["CKAN_DATASTORE_WRITE_URL"])
    try:
        with connection, connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def timed(run: Callable[[], object]) -> float:
    """Return how many seconds it took."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


class Ways:
    """The ways to load one file."""

    def __init__(self, path: Path, folder: Path):
        self.path = path
        table = open_tables(path, path.name)[0]
        self.content = Content(table, recognise(table))
        self.columns = columns_of(table.headings)
        self.spool: Spool = spooled(
            table,
            watches(self.columns, self.content.recognition, frozenset()),
            folder,
            lambda rows: None,
        )
        self.typed = {watch.column.id: watch.type for watch in self.spool.watched}

    def ours(self) -> None:
        """Load as the portal does, reading included."""
        table = open_tables(self.path, self.path.name)[0]
        load_table(Content(table, recognise(table)), TABLE, tell=lambda rows: None)

    def copy_with_trigger(self) -> None:
        """Copy the cells; the trigger makes the words."""
        self._copy_into_same("bench-trigger", with_words=False)

    def copy_with_words(self) -> None:
        """Copy cells and words."""
        self._copy_into_same("bench-words", with_words=True)

    def _copy_into_same(self, name: str, *, with_words: bool) -> None:
        with connected() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
            cursor.execute(f'CREATE TABLE "{name}" (LIKE "{TABLE}" INCLUDING ALL)')
            cursor.execute(
                f"SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = "
                f"'\"{TABLE}\"'::regclass AND NOT tgisinternal"
            )
            cursor.execute(cursor.fetchone()[0].replace(TABLE, name))
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{staging._SORT_MEMORY}'")
            if with_words:
                names = ", ".join(map(staging.quoted, stream.names(self.spool.watched)))
                feed = stream.Feed(stream.copy_lines(self.spool), lambda: None)
                cursor.copy_expert(f'COPY "{name}" ({names}) FROM STDIN', feed)
            else:
                self._copy_csv(cursor, name)

    def plain_copy(self) -> None:
        """Copy into text columns."""
        with connected() as cursor:
            self._create_text(cursor, "bench-plain")
            self._copy_csv(cursor, "bench-plain")

    def as_xloader(self) -> None:
        """Copy into text columns, cast them, make words and CKAN's index of them."""
        name = "bench-xloader"
        with connected() as cursor:
            self._create_text(cursor, name, '"_id" serial PRIMARY KEY, "_full_text" tsvector, ')
            self._copy_csv(cursor, name)
            for column, type in self.typed.items():
                if type != "text":
                    cursor.execute(
                        f'ALTER TABLE "{name}" ALTER COLUMN "{column}" TYPE {type}'
                        f' USING "{column}"::{type}'
                    )
            joined = ", ".join(f'"{column}"' for column in self.typed)
            cursor.execute(
                f"""UPDATE "{name}" SET _full_text = to_tsvector('english',"""
                f" concat_ws(' ', {joined}))"
            )
            cursor.execute(f'CREATE INDEX ON "{name}" USING gist (_full_text)')

    def _create_text(self, cursor: Any, name: str, before: str = "") -> None:
        cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        columns = ", ".join(f'"{column}" text' for column in self.typed)
        cursor.execute(f'CREATE TABLE "{name}" ({before}{columns})')

    def _copy_csv(self, cursor: Any, name: str) -> None:
        columns = ", ".join(f'"{column}"' for column in self.typed)
        with self.path.open("rb") as file:
            file.read(3)  # the byte order mark
            cursor.copy_expert(
                f'COPY "{name}" ({columns}) FROM STDIN WITH (FORMAT csv, HEADER)', file
            )


def main(rows: int) -> None:
    """Time all ways, print them beside each other, and clean up."""
    config["ckan.datastore.write_url"] = os.environ["CKAN_DATASTORE_WRITE_URL"]
    with TemporaryDirectory() as name:
        path = Path(name) / "toilets.csv"
        write_table(path, rows)
        folder = Path(name) / "spool"
        folder.mkdir()
        ways = Ways(path, folder)
        print(f"{rows:,} rows, {len(ways.columns)} columns, {path.stat().st_size / 1e6:.0f} MB")
        seconds = {}
        for title, run in (
            ("ours", ways.ours),
            ("plain COPY", ways.plain_copy),
            ("COPY, words", ways.copy_with_words),
            ("xloader's way", ways.as_xloader),
            ("COPY, trigger", ways.copy_with_trigger),
        ):
            seconds[title] = timed(run)
            ratio = seconds["ours"] / seconds[title]
            print(f"{title:15} {seconds[title]:8.1f} s   ours / this {ratio:6.2f}", flush=True)
    ratio = seconds["ours"] / seconds["COPY, trigger"]
    print(f"promised: at most {PROMISED}; is {ratio:.2f}")
    with connected() as cursor:
        for table in (TABLE, "bench-plain", "bench-words", "bench-xloader", "bench-trigger"):
            cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')
        cursor.execute("DELETE FROM _table_stats WHERE resource_id = %s", [TABLE])
    if ratio > PROMISED:
        sys.exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
