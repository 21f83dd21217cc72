"""Views of pages are counted in every language, and odd reports do no harm."""

from __future__ import annotations

import pytest
from ckan import model
from ckanext.tracking.model import TrackingRaw


def report(app, **form: str):
    """Report a view as the script of a page does."""
    return app.post("/_tracking", data=form, headers={"User-Agent": "a browser"})


def counted() -> list[tuple[str, str]]:
    """Return address and kind of what was counted."""
    return [(row.url, row.tracking_type) for row in model.Session.query(TrackingRaw)]


@pytest.mark.usefixtures("with_plugins", "clean_db")
class TestTracking:
    @pytest.mark.parametrize("path", ["/dataset/a", "/en/dataset/a", "/ja/dataset/a"])
    def test_a_page_counts_whatever_its_language(self, app, path: str):
        assert report(app, url=path, type="page").status_code == 204
        assert counted() == [("/dataset/a", "page")]

    def test_a_japanese_file_name_is_kept(self, app):
        report(app, url="/dataset/a/resource/b/download/公共施設 一覧.csv", type="resource")
        assert counted() == [("/dataset/a/resource/b/download/公共施設 一覧.csv", "resource")]

    @pytest.mark.parametrize(
        "form",
        [{}, {"url": "/"}, {"url": "javascript:x", "type": "page"}, {"url": "/", "type": "x" * 99}],
        ids=str,
    )
    def test_an_odd_report_is_refused(self, app, form: dict[str, str]):
        assert report(app, **form).status_code == 400
        assert counted() == []
