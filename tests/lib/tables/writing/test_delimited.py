"""CSV and TSV: quoting, encodings, formulas."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest

from ckanext.kanazawa.lib.tables import write
from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.lib.tables.write.formulas import would_run as column_would_run
from ckanext.kanazawa.lib.text.formulas import would_run
from tests.lib.tables.writing.tables import FACILITIES, facilities


def written(table, form: str = "csv", **options) -> tuple[bytes, write.Written]:
    out = io.BytesIO()
    return (result := write.write(table, out, form, **options)) and (out.getvalue(), result)


def rows_of(data: bytes, encoding: str, delimiter: str = ",") -> list[list[str]]:
    text = io.StringIO(data.decode(encoding), newline="")
    return list(csv.reader(text, delimiter=delimiter, strict=True))


class TestCsv:
    def test_is_utf8_with_bom_and_crlf(self):
        data, result = written(table_of(["名称", "電話"], [["金沢市", "0762202111"], ["", "1"]]))
        assert data == "\ufeff名称,電話\r\n金沢市,0762202111\r\n,1\r\n".encode()
        assert (result.form, result.rows, result.path) == ("csv", 2, None)

    def test_quotes_what_needs_quotes_and_nothing_else(self):
        row = ["a,b", 'say "x"', "one\ntwo", "one\r\ntwo", "one\rtwo", " kept ", "plain"]
        data, _ = written(table_of(list("ABCDEFG"), [row]))
        assert rows_of(data, "utf-8-sig")[1] == row
        assert data.endswith(b",plain\r\n") and b" kept " in data and b'" kept "' not in data

    def test_headings_may_be_empty_or_doubled(self):
        data, _ = written(table_of(["備考", "", "備考"], [["a", "b", "c"]]))
        assert rows_of(data, "utf-8-sig")[0] == ["備考", "", "備考"]

    def test_tsv_has_tabs(self):
        data, _ = written(table_of(["A", "B"], [["1,2", "x\ty"]]), "tsv", encoding="utf-8")
        assert data == b'A\tB\r\n1,2\t"x\ty"\r\n'

    def test_utf16_has_one_mark(self):
        data, _ = written(facilities(), "tsv", encoding="utf-16")
        assert data[:2] == b"\xff\xfe"
        assert rows_of(data, "utf-16", "\t")[1] == FACILITIES[1]

    def test_unknown_encoding_names_those_there_are(self):
        with pytest.raises(WriteError, match="cp932"):
            written(facilities(), encoding="latin-1")

    def test_table_without_rows_has_headings(self):
        assert written(table_of(["A", "B"], []))[0] == b"\xef\xbb\xbfA,B\r\n"


class TestCp932:
    def test_writes_what_it_has(self):
        data, result = written(table_of(["名称"], [["髙﨑①～"]]), encoding="Shift_JIS")
        assert data.decode("cp932") == "名称\r\n髙﨑①～\r\n"
        assert not result.findings.totals

    @pytest.mark.parametrize(
        ("text", "instead"),
        [
            ("9:00〜17:00", "9:00～17:00"),
            ("−5", "－5"),
            ("𠮷田", "〓田"),
            ("葛\U000e0100城", "葛城"),
            ("か\u3099", "が"),
            ("Café", "Cafe"),
            ("A\u00a0B", "A B"),
            ("公園🚻", "公園〓"),
            ("5¢", "5￠"),
        ],
    )
    def test_names_each_character_it_lacks(self, text: str, instead: str):
        table = table_of(["ID", "名称"], [["1", "清い"], ["2", text], ["3", text]])
        data, result = written(table, encoding="cp932")
        assert rows_of(data, "cp932")[2][1] == instead
        first = result.findings.listed[0]
        assert result.findings.totals == {"character-not-in-encoding": 2}
        assert (first.row, first.letter, first.column, first.value) == (3, "B", "名称", text)
        assert "U+" in first.text("ja") and "instead" in first.text("en")

    def test_list_is_capped_but_counts_all(self):
        table = table_of(["名称"], [["𠮷🚻"]] * 30)
        _, result = written(table, encoding="cp932", listed_per_code=5)
        assert result.findings.totals["character-not-in-encoding"] == 60
        assert len(result.findings.listed) <= 6

    def test_headings_count_too(self):
        data, result = written(table_of(["時刻〜"], [["1"]]), encoding="cp932")
        assert data.startswith("時刻～".encode("cp932"))
        assert result.findings.listed[0].row == 1

    def test_refuses_where_nothing_may_change(self):
        table = table_of(["名称"], [["兼六園"], ["𠮷田"]])
        with pytest.raises(WriteError) as raised:
            written(table, encoding="cp932", unencodable="refuse")
        assert raised.value.code == "not-encodable"
        assert "3 行目" in raised.value.text("ja") and "U+20BB7" in raised.value.text("ja")

    def test_nothing_else_changes_on_the_way(self):
        from ckanext.kanazawa.lib.tables.write.encodable import CHANGED_ON_THE_WAY

        every = map(chr, [*range(0xD800), *range(0xE000, 0x10000)])
        changed = [c for c in every if c.encode("cp932", "ignore").decode("cp932") not in ("", c)]
        assert sorted(changed) == sorted(CHANGED_ON_THE_WAY)


class TestDefuse:
    RUN = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "-1+2"]
    STAY = ["-5", "-1,200.5", "+81-76-220-2111", "-", "076-220-2111", "1-2", "-10%", "a=b", "-5℃"]

    def test_bytes_stay_true_unless_asked(self):
        data, result = written(table_of(["A"], [[text] for text in self.RUN]))
        assert [row[0] for row in rows_of(data, "utf-8-sig")[1:]] == self.RUN
        assert not result.findings.totals

    @pytest.mark.parametrize(
        "text",
        [
            *RUN,
            *STAY,
            *(
                "-2+3+cmd|' /C calc'!A0",
                "-2階です",
                "- 項目",
                "-1\n",
                "+81 (0)76-220-2111（代）",
                "＋５",
            ),
        ],
    )
    def test_what_runs_is_the_same_for_a_cell_and_a_column(self, text: str):
        column = pl.DataFrame({"A": [text]}).select(column_would_run(pl.col("A"))).item()
        assert column is would_run(text)

    def test_formulas_get_an_apostrophe_and_are_listed(self):
        data, result = written(table_of(["A"], [[t] for t in self.RUN + self.STAY]), defuse=True)
        got = [row[0] for row in rows_of(data, "utf-8-sig")[1:]]
        assert got == ["'" + text for text in self.RUN] + self.STAY
        assert result.findings.totals == {"formula-defused": len(self.RUN)}
        assert result.findings.listed[0].row == 2

    def test_headings_are_defused(self):
        data, _ = written(table_of(["=A"], [["1"]]), defuse=True, encoding="utf-8")
        assert data.startswith(b"'=A\r\n")

    def test_list_is_capped_but_counts_all(self):
        table = table_of(["A"], [["=1"]] * 30)
        _, result = written(table, defuse=True, listed_per_code=10)
        assert (len(result.findings.listed), result.findings.totals["formula-defused"]) == (10, 30)
