"""Yes and no."""

from __future__ import annotations

from tests.lib.tables.kinds.fields import Case

CASES: list[Case] = [
    ("presence", "有", [], None),
    ("presence", "無", [], None),
    ("presence", "○", ["presence-word"], "有"),
    ("presence", "◯", ["presence-word"], "有"),
    ("presence", "可", ["presence-word"], "有"),
    ("presence", "あり", ["presence-word"], "有"),
    ("presence", "はい", ["presence-word"], "有"),
    ("presence", "TRUE", ["presence-word"], "有"),
    ("presence", "ＹＥＳ", ["presence-word"], "有"),
    ("presence", "１", ["presence-word"], "有"),
    ("presence", "×", ["presence-word"], "無"),
    ("presence", "なし", ["presence-word"], "無"),
    ("presence", "不可", ["presence-word"], "無"),
    ("presence", "0", ["presence-word"], "無"),
    ("presence", "いいえ", ["presence-word"], "無"),
    ("presence", "車椅子可", ["presence-unclear"], None),
    ("presence", "スロープ有、エレベータ無", ["presence-unclear"], None),
    ("presence", "△", ["presence-unclear"], None),
    ("presence", "-", ["placeholder-for-empty"], ""),
    ("presence", " 有", ["surrounding-spaces"], "有"),
    ("presence", "○ ", ["surrounding-spaces", "presence-word"], "有"),
    ("flag", "1", [], None),
    ("flag", "１", ["full-width-characters"], "1"),
    ("flag", "○", ["flag-word"], "1"),
    ("flag", "〇", ["flag-word"], "1"),
    ("flag", "該当", ["flag-word"], "1"),
    ("flag", "有", ["flag-word"], "1"),
    ("flag", "0", ["flag-word"], ""),
    ("flag", "×", ["flag-word"], ""),
    ("flag", "非該当", ["flag-word"], ""),
    ("flag", "-", ["placeholder-for-empty"], ""),
    ("flag", "一部", ["flag-unclear"], None),
]
