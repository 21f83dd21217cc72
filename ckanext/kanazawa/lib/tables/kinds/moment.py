"""Dates, times of day, days of the week."""

from __future__ import annotations

from datetime import date

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import Shaped, mended
from ckanext.kanazawa.lib.text.dates import read_date
from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.times import read_time
from ckanext.kanazawa.lib.text.weekdays import read_weekdays

_YEAR = "(?:1[6-9]|20)[0-9]{2}"
_DAYS = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_FIRST, _LAST = date(1600, 1, 1), date(2099, 12, 31)
# Trouble of a reading (`text/dates.py`) → code.
_DATE_TROUBLE: dict[str | None, str] = {
    "impossible": "date-impossible",
    "incomplete": "date-incomplete",
    "two-digit-year": "date-two-digit-year",
    "range": "date-range",
    "several": "several-dates",
    "lunar": "date-lunar",
    "weekday": "date-weekday",
}
# Trouble with a day that is certain once somebody agrees → code and repair.
_DATE_AGREED = {"era": ("date-era", "era-date"), "serial": ("date-serial", "excel-serial")}
_TIME_TROUBLE = {
    "range": "time-range",
    "several": "several-times",
    "seconds": "time-seconds",
    "noon": "time-noon",
    "impossible": "time-impossible",
    "sun": "time-sun",
}
_WEEKDAY_WORDS = {"平日": "月火水木金", "全日": "月火水木金土日", "年中無休": "月火水木金土日"}


class Date(Shaped):
    """A day as YYYY-MM-DD."""

    name = "date"
    pattern = f"{_YEAR}-{_DAYS}"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Read other writings, Japanese eras and spreadsheets' serial numbers."""
        reading = read_date(text)
        if reading is None or reading.day is None:
            trouble = reading.trouble if reading else None
            return (Diagnosis(_DATE_TROUBLE.get(trouble, "not-a-date")),)
        if not _FIRST <= reading.day <= _LAST:
            return (Diagnosis("date-implausible"),)
        iso = reading.day.isoformat()
        if reading.trouble:
            code, repair = _DATE_AGREED[reading.trouble]
            return (Diagnosis(code, iso, repair, {"repaired": iso}),)
        return mended("date-format", text, iso, "date")


class Time(Shaped):
    """A time of day as HH:MM, up to 24:00."""

    name = "time"
    pattern = "(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Read other writings and spreadsheets' parts of a day."""
        reading = read_time(text)
        if reading is None:
            return (Diagnosis("not-a-time"),)
        if reading.trouble in _TIME_TROUBLE:
            return (Diagnosis(_TIME_TROUBLE[reading.trouble]),)
        repaired = reading.text or ""
        params = {"repaired": repaired}
        if reading.trouble == "fraction":
            return (Diagnosis("time-fraction", repaired, "excel-time", params),)
        late = (Diagnosis("time-past-midnight"),) if repaired > "24:00" else ()
        return mended("time-format", text, repaired, "time") + late


class Weekdays(Shaped):
    """Days of the week, from Monday, nothing between them."""

    name = "weekdays"
    pattern = "月?火?水?木?金?土?日?"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Bring order and separators to rights; 祝 has no place here and is left to a person."""
        days = read_weekdays(text)
        if days is not None:
            return mended("weekdays-format", text, days, "weekdays")
        folded = fold_width(text)
        meant = _WEEKDAY_WORDS.get(folded)
        if meant is not None:
            return (Diagnosis("weekdays-word", meant, "spell-weekdays", {"repaired": meant}),)
        if "祝" in folded:
            return (Diagnosis("weekdays-holiday"),)
        return (Diagnosis("weekdays-unclear"),)
