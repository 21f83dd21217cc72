"""Times are shown in the site's time zone, the day after midnight in Japan included."""

from __future__ import annotations

from datetime import date, datetime, timezone

import ckan.plugins.toolkit as tk
import pytest

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
LATE = "2026-11-20T23:30:00"


@pytest.mark.parametrize(
    "stored",
    [
        LATE,
        f"{LATE}.123456",
        f"{LATE}+00:00",
        datetime(2026, 11, 20, 23, 30),
        datetime(2026, 11, 20, 23, 30, tzinfo=timezone.utc),
        "2026-11-21",
        date(2026, 11, 21),
    ],
)
def test_day_is_that_of_japan(stored):
    assert tk.h.render_datetime(stored) == "2026年11月21日"
    assert str(tk.h.kanazawa_theme_date(stored)) == (
        '<time datetime="2026-11-21">2026年11月21日</time>'
    )


def test_hours_are_written_as_japanese_write_them():
    assert tk.h.render_datetime(LATE, with_hours=True) == "2026年11月21日 08:30"


@pytest.mark.parametrize("stored", [None, "", "soon", "2026"])
def test_no_date_stays_unwritten(stored):
    assert tk.h.render_datetime(stored, with_hours=True) == ""


class TestEnglish:
    @pytest.fixture(autouse=True)
    def _english(self, monkeypatch):
        monkeypatch.setattr("ckanext.kanazawa.helpers.kanazawa_language", lambda: "en")

    def test_core_writes_hours_with_their_zone(self):
        assert tk.h.render_datetime(LATE, with_hours=True).endswith("08:30 (JST)")
