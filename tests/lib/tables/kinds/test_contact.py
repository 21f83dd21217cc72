"""Postal codes, telephone numbers, addresses of mail and web."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right

# kind, cell, codes found, cell after all repairs (None: nothing repaired).
CASES = [
    ("email", "koho @ example.jp", ["email-format"], "koho@example.jp"),
    ("email", "ko ho@example.jp", ["email-unreadable"], None),
    ("phone", "(076)2202111", ["phone-format"], "(076)220-2111"),
    ("url", "http//example.jp/", ["url-format"], "http://example.jp/"),
    ("postal-code", "9208577", [], None),
    ("postal-code", "920-8577", [], None),
    ("postal-code", "〒920-8577", ["postal-code-format"], "920-8577"),
    ("postal-code", "９２０－８５７７", ["full-width-characters"], "920-8577"),
    ("postal-code", "920 8577", ["postal-code-format"], "9208577"),
    ("postal-code", "-", ["placeholder-for-empty"], ""),
    ("postal-code", "600001", ["leading-zero-lost"], "0600001"),
    ("postal-code", "920", ["postal-code-unreadable"], None),
    ("phone", "076-220-2111", [], None),
    ("phone", "(076)220-2111", [], None),
    ("phone", "(0761)57-3340", [], None),
    ("phone", "03-1234-5678", [], None),
    ("phone", "0120-123-456", [], None),
    ("phone", "050-3000-1234", [], None),
    ("phone", "+81-76-220-2111", [], None),
    ("phone", "076(220)2111", ["phone-format"], "076-220-2111"),
    ("phone", "０７６－２２０－２１１１", ["full-width-characters"], "076-220-2111"),
    ("phone", "076ー220ー2111", ["full-width-characters"], "076-220-2111"),
    ("phone", "076.220.2111", ["phone-format"], "076-220-2111"),
    ("phone", "076 220 2111", ["phone-format"], "076-220-2111"),
    ("phone", "TEL：076-220-2111", ["phone-format"], "076-220-2111"),
    ("phone", "0762202111", ["phone-format"], "076-220-2111"),
    ("phone", "762202111", ["leading-zero-lost"], "076-220-2111"),
    ("phone", "0982123456", ["phone-separators"], None),
    ("phone", "220-2111", ["phone-area-code"], None),
    ("phone", "076-220-2111 内線123", ["phone-extension"], None),
    ("phone", "076-220-2111、076-220-2222", ["phone-several"], None),
    ("phone", "076-220-2111(代)", ["phone-with-text"], None),
    ("phone", "119", ["phone-unreadable"], None),
    ("phone", "090-1234-5678", ["mobile-number"], None),
    ("phone", "09012345678", ["mobile-number", "phone-format"], "090-1234-5678"),
    ("phone", "なし", ["word-for-empty"], ""),
    ("email", "koho@city.kanazawa.lg.jp", [], None),
    ("email", "a.b+c@example.com", [], None),
    ("email", "ｋoho＠example.jp", ["full-width-characters"], "koho@example.jp"),
    ("email", "mailto:koho@example.jp", ["email-format"], "koho@example.jp"),
    ("email", "a@b", ["email-unreadable"], None),
    ("email", "a@b.jp;c@d.jp", ["email-unreadable"], None),
    ("url", "https://www4.city.kanazawa.lg.jp/", [], None),
    ("url", "http://example.jp:8080/a?b=c#d", [], None),
    ("url", "ｈｔｔｐｓ：／／ａ．ｊｐ／", ["full-width-characters"], "https://a.jp/"),
    ("url", "HTTPS://a.jp/x", ["url-format"], "https://a.jp/x"),
    ("url", "http:/a.jp/", ["url-format"], "http://a.jp/"),
    ("url", "www.a.jp/x", ["url-scheme"], "https://www.a.jp/x"),
    ("url", "https://a.jp/金沢", ["url-other-letters"], None),
    ("url", "https://a.jp https://b.jp", ["several-urls"], None),
    ("url", "公式サイト", ["url-unreadable"], None),
    ("url", "javascript:alert(1)", ["url-unreadable"], None),
]


@pytest.mark.parametrize(("kind", "value", "codes", "mended"), CASES)
def test_look(kind: str, value: str, codes: list[str], mended: str | None):
    problems = look(value, field_of(kind), KANAZAWA)
    assert [problem.code for problem in problems] == codes
    assert repaired(problems) == mended


@pytest.mark.parametrize(("kind", "value", "codes", "mended"), CASES)
def test_fast_test_passes_nothing_wrong(
    kind: str, value: str, codes: list[str], mended: str | None
):
    assert not (codes and right([value], field_of(kind))[0])


def test_many_values_are_looked_at_one_by_one():
    field = field_of("phone", many=True)
    assert right(["076-220-2111;076-220-2222", "076-220-2111;1"], field) == [True, False]
    problems = look("０７６-220-2111;076.220.2222", field, KANAZAWA)
    assert repaired(problems) == "076-220-2111;076-220-2222"
