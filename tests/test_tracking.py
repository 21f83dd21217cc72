"""Views of pages are counted, though the guard reads the request before."""

from __future__ import annotations

import pytest
from ckan import model
from ckanext.tracking.model import TrackingRaw


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_a_view_reported_by_the_page_is_counted(app):
    headers = {"User-Agent": "a browser"}
    answer = app.post("/_tracking", data={"url": "/dataset/a", "type": "page"}, headers=headers)
    assert answer.status_code < 500
    assert [row.url for row in model.Session.query(TrackingRaw)] == ["/dataset/a"]
