"""The words of a text are the same, whoever makes them: Python, whole columns, the database."""

from __future__ import annotations

import random

import polars as pl
import pytest
import sqlalchemy as sa
from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.kanazawa.lib.text.grams import grams
from ckanext.kanazawa.schemas.tables.load.fulltext import WORDS_FUNCTION, ensure_functions
from ckanext.kanazawa.schemas.tables.load.lexemes import row_lexemes, searched_characters

# Half width, compositions, signs that become several, plane 2, variants, joints, other scripts.
SIGNS = (
    "金沢市公園ーﾄｲﾚ避難あ゛ｶﾞがＡＢab-‐−12３4 　"
    "・、/.:'\"\\\t\né㈱ｰ々〇𠮷葛\U000e0100한ハ゜ΣßﬁØ\u3099x"
)


def texts(count: int) -> list[str]:
    chance = random.Random(5)
    made = ["".join(chance.choices(SIGNS, k=chance.randint(0, 30))) for _ in range(count)]
    return [*made, "x" * 150 + "金", "a-b-c", "-", "避難", "076-220-2111", "Wi-Fi"]


def test_a_run_of_japanese_gives_its_triples_and_its_end():
    assert grams("避難場所") == {"避難場", "難場所", "場所", "所"}
    assert grams("3丁目 Wi-Fi") == {"3", "丁目", "目", "wi", "fi", "wifi"}


def test_columns_give_the_same_as_texts():
    cells = texts(5_000)
    found = row_lexemes(pl.DataFrame({"c0": cells}), ["c0"], 1_000).to_list()
    assert [set(words.split()) for words in found] == [grams(text) for text in cells]


def test_a_row_has_the_words_of_all_its_cells():
    frame = pl.DataFrame({"c0": ["公園", None], "c1": ["広坂 1", None]})
    first, second = row_lexemes(frame, ["c0", "c1"], 1_000).to_list()
    assert set(first.split()) == {"公園", "園", "広坂", "坂", "1"}
    assert second == ""


def test_long_cells_are_searched_to_a_bound():
    frame = pl.DataFrame({"c0": ["金沢" * 1_000]})
    assert len(row_lexemes(frame, ["c0"], 4)[0].split()) == 4
    assert searched_characters(1) == 20_000
    assert searched_characters(1_598) == 37


@pytest.mark.usefixtures("with_plugins")
def test_the_database_gives_the_same():
    engine = get_write_engine()
    ensure_functions(engine)
    cells = texts(500)
    query = sa.text(f"SELECT tsvector_to_array({WORDS_FUNCTION}(t)) FROM unnest(:texts) AS t")
    with engine.connect() as connection:
        found = connection.scalars(query, {"texts": cells}).all()
    assert [set(words) for words in found] == [grams(text) for text in cells]
