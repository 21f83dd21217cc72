"""Faults of single cells: what is typed, and what a check has to say about it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.formats.model import Field

Spoil = Callable[[str, random.Random], str]
_WIDE = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
_HALF_KANA = str.maketrans("アイウエオカキクケコ", "ｱｲｳｴｵｶｷｸｹｺ")
_HIRAGANA = str.maketrans({code: code - 0x60 for code in range(0x30A1, 0x30F7)})


@dataclass(frozen=True)
class CellDefect:
    """A fault of one cell.

    Attributes:
        name: what it is.
        kinds: of the columns it is sown into.
        spoil: clean cell → faulty cell.
        codes: of the findings that tell it; one of them must be there.
        cp932: CP932 can hold it.
        headings: where only some columns of these kinds hold such values.
    """

    name: str
    kinds: tuple[str, ...]
    spoil: Spoil
    codes: tuple[str, ...]
    cp932: bool = True
    headings: tuple[str, ...] = ()

    def fits(self, field: Field) -> bool:
        """Say whether a column can have this fault."""
        return field.kind in self.kinds and (not self.headings or field.name in self.headings)


def wide(text: str) -> str:
    """Return text in full-width signs: 09:00 → ０９：００."""
    return text.translate(_WIDE)


def _typed(*words: str) -> Spoil:
    return lambda cell, chance: chance.choice(words)


def _garbled(cell: str, chance: random.Random) -> str:
    """Read UTF-8 as CP932, as programs do that know no other."""
    if len(cell) < 5:
        return cell
    garbled = cell.encode().decode("cp932", errors="ignore")
    # Bytes that are no letters of CP932 get lost on the way, as they do in spreadsheets.
    return "".join(
        sign for sign in garbled if not ("\x7f" < sign < "\xa0" or "\uf800" < sign < "\uf900")
    )


def _dmy(cell: str, chance: random.Random) -> str:
    year, month, day = cell.split("-")
    return f"{year}/{int(month)}/{int(day)}"


def _era(cell: str, chance: random.Random) -> str:
    year, month, day = (int(part) for part in cell.split("-"))
    if year < 2020:
        return f"平成{year - 1988}年{month}月{day}日"
    return f"令和{year - 2018}年{month}月{day}日"


def _dms(cell: str, chance: random.Random) -> str:
    degrees = float(cell)
    minutes = degrees % 1 * 60
    seconds = min(minutes % 1 * 60, 59.99)  # 59.999 would be written 60.00.
    return f"{int(degrees)}度{int(minutes)}分{seconds:.2f}秒"


def _check_digit(cell: str, chance: random.Random) -> str:
    return cell[:-1] + str((int(cell[-1]) + 1) % 10)


def _day_inside(cell: str, chance: random.Random) -> str:
    return cell.rstrip("0123456789-") + chance.choice(("1月5日", "5-Jan", "Jan-05", "2025/1/5"))


_PERSONS = ("管理人 山田太郎様方", "区長：鈴木一郎", "担当：佐藤", "田中花子様", "能登谷様方")
FREE = ("text", "multiline", "latin", "address")
DEFECTS = (
    CellDefect("spaces around", FREE, lambda cell, chance: f" {cell}　", ("surrounding-spaces",)),
    CellDefect("invisible signs", FREE, lambda cell, chance: cell + "\u200b",
               ("control-characters",), False),
    CellDefect("tab", ("text",), lambda cell, chance: cell[:1] + "\t" + cell[1:], ("tab-in-cell",)),
    CellDefect("half-width kana", ("text",), lambda cell, chance: cell + "ｶﾅ",
               ("half-width-kana",)),
    CellDefect("mojibake", ("text", "multiline"), _garbled, ("mojibake",)),
    CellDefect("dash for nothing", ("phone", "url", "date", "time", "email", "postal-code"),
               _typed("-", "―", "ー"), ("placeholder-for-empty",)),
    CellDefect("word for nothing", ("phone", "url", "date", "email"), _typed("なし", "不明"),
               ("word-for-empty",)),
    CellDefect("spreadsheet error", ("integer", "number", "date"), _typed("#N/A", "#REF!", "####"),
               ("spreadsheet-error",)),
    CellDefect("formula", ("text",), _typed('=HYPERLINK("http://example.com/")', "@SUM(A1)"),
               ("formula",)),
    CellDefect("mobile number", ("text", "multiline"),
               lambda cell, chance: f"{cell} 090-{chance.randint(1000, 9999)}-1234",
               ("mobile-number",)),
    CellDefect("private mail", ("text", "multiline"),
               lambda cell, chance: f"{cell} taro{chance.randint(1, 99)}@gmail.com",
               ("mail-address-in-text",)),
    CellDefect("My Number", ("text", "multiline"), lambda cell, chance: f"{cell} 123456789018",
               ("individual-number",)),
    CellDefect("person in a text", ("multiline",),
               lambda cell, chance: f"{cell} " + chance.choice(_PERSONS), ("person-in-text",)),
    CellDefect("date of birth", ("multiline",),
               lambda cell, chance: f"{cell}。昭和{chance.randint(20, 63)}年1月1日生",
               ("birthday-in-text",)),
    CellDefect("person for a body", ("text",), _typed("山田太郎", "鈴木花子", "佐藤 健一"),
               ("person-as-body",), headings=("団体名", "連絡先名称", "法人の名称")),
    CellDefect("HTML", ("text", "multiline"), lambda cell, chance: f"{cell}<br>", ("html-tags",)),
    CellDefect("unportable sign", ("text",), lambda cell, chance: cell + "😀",
               ("unportable-characters",), False),
    CellDefect("presence as circle", ("presence",), _typed("○", "×", "あり", "なし"),
               ("presence-word", "presence-unclear", "word-for-empty")),
    CellDefect("presence as prose", ("presence",), _typed("要予約", "一部のみ利用できる"),
               ("presence-unclear",)),
    CellDefect("flag as circle", ("flag",), _typed("○", "有"), ("flag-word",)),
    CellDefect("not in the list", ("choice",), _typed("その他（下記）",), ("value-not-in-list",)),
    CellDefect("full-width digits", ("integer", "number", "phone", "time", "date", "latitude"),
               lambda cell, chance: wide(cell), ("full-width-characters",)),
    CellDefect("thousands separator", ("integer",), lambda cell, chance: "1,234",
               ("number-format",)),
    CellDefect("unit", ("integer",), lambda cell, chance: f"{cell}人",
               ("number-with-unit", "not-a-number")),
    CellDefect("words for a number", ("integer", "number"), _typed("約数十", "多数"),
               ("not-a-number",)),
    CellDefect("code without check digit", ("municipality-code",), _typed("17201"),
               ("municipality-code-five-digits",)),
    CellDefect("wrong check digit", ("municipality-code",), _typed("172015", "172013"),
               ("municipality-code-check-digit",)),
    CellDefect("lost leading zero", ("town-id",), lambda cell, chance: cell.lstrip("0"),
               ("leading-zero-lost",)),
    CellDefect("corporate number", ("corporate-number",), _check_digit,
               ("corporate-number-check-digit",)),
    CellDefect("scientific notation", ("corporate-number",), _typed("4.00002E+12"),
               ("scientific-notation",)),
    CellDefect("hyphen in postal code", ("postal-code",),
               lambda cell, chance: f"{cell[:3]}－{cell[3:]}",
               ("postal-code-format", "full-width-characters")),
    CellDefect("cut postal code", ("postal-code",), lambda cell, chance: cell[:5],
               ("postal-code-unreadable", "leading-zero-lost")),
    CellDefect("phone in brackets", ("phone",), lambda cell, chance: f"（076）{cell[4:]}",
               ("phone-format", "full-width-characters")),
    CellDefect("two phones", ("phone",), lambda cell, chance: f"{cell}、076-220-2000",
               ("phone-several",)),
    CellDefect("phone without area", ("phone",), lambda cell, chance: cell[4:],
               ("phone-area-code",)),
    CellDefect("mail without @", ("email",), _typed("shisetsu city.kanazawa.lg.jp"),
               ("email-unreadable",)),
    CellDefect("URL without scheme", ("url",), lambda cell, chance: cell[8:], ("url-scheme",)),
    CellDefect("URL in prose", ("url",), _typed("金沢市ホームページ内を検索"), ("url-unreadable",)),
    CellDefect("date with slashes", ("date",), _dmy, ("date-format",)),
    CellDefect("date of an era", ("date",), _era, ("date-format", "date-era")),
    CellDefect("impossible date", ("date",), _typed("2025-02-30", "2025-13-01"),
               ("date-impossible",)),
    CellDefect("serial date", ("date",), lambda cell, chance: str(chance.randint(42000, 46000)),
               ("date-serial",)),
    CellDefect("month without day", ("date",), lambda cell, chance: cell[:7], ("date-incomplete",)),
    CellDefect("time without zero", ("time",), _typed("9:00", "8:30"), ("time-format",)),
    CellDefect("impossible time", ("time",), _typed("25:70", "08:61"), ("time-impossible",)),
    CellDefect("time as fraction", ("time",), _typed("0.375", "0.708333333333333"),
               ("time-fraction",)),
    CellDefect("range of times", ("time",), _typed("9:00～17:00"), ("time-range",)),
    CellDefect("weekdays from Sunday", ("weekdays",), _typed("日月火水木金土", "土・日", "月～金"),
               ("weekdays-format",)),
    CellDefect("word for weekdays", ("weekdays",), _typed("毎日", "平日"),
               ("weekdays-word", "weekdays-format")),
    CellDefect("lost decimal point", ("latitude", "longitude"),
               lambda cell, chance: cell.replace(".", ""), ("decimal-point-lost",)),
    CellDefect("zero coordinate", ("latitude", "longitude"), _typed("0", "0.0"),
               ("coordinate-zero",)),
    CellDefect("degrees and minutes", ("latitude", "longitude"), _dms, ("coordinate-format",)),
    CellDefect("coordinate abroad", ("latitude",), _typed("51.500000", "-33.868800"),
               ("coordinate-outside-japan",)),
    CellDefect("coarse coordinate", ("latitude", "longitude"), lambda cell, chance: cell[:4],
               ("coordinate-coarse",)),
    CellDefect("hiragana reading", ("kana",), lambda cell, chance: cell.translate(_HIRAGANA),
               ("kana-hiragana",)),
    CellDefect("half-width reading", ("kana",),
               lambda cell, chance: cell.translate(_HALF_KANA) + "ｱ",
               ("half-width-kana", "full-width-characters", "kana-other-characters")),
    CellDefect("Japanese in English", ("latin",), lambda cell, chance: "金沢市" + cell,
               ("latin-other-characters",)),
    CellDefect("full-width address", ("address",), lambda cell, chance: cell + "１－２",
               ("address-width",)),
    CellDefect("short prefecture", ("prefecture",), _typed("石川"), ("prefecture-short",)),
    CellDefect("storey that is none", ("number",), _typed("0", "120", "-40"),
               ("number-unlike-its-kind",), headings=("高度の値",)),
    CellDefect("date for house number", ("text", "address"), _typed("1月2日"),
               ("house-number-date",), headings=("所在地_番地以下",)),
    CellDefect("day of a year for house number", ("text",),
               _typed("2025-01-02", "2025/1/2", "Jan-02", "2025-01-02 00:00:00"),
               ("house-number-date",), headings=("所在地_番地以下",)),
    CellDefect("day inside the address", ("address",), _day_inside, ("house-number-date",),
               headings=("所在地_連結表記",)),
)  # fmt: skip
