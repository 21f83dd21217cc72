"""Parameters of the RDF pages that make no sense are refused in the reader's language."""

from __future__ import annotations

import pytest

WRONG = {
    "page=abc": ("ページ番号", "page number"),
    "page=0": ("ページ番号", "page number"),
    "page=" + "9" * 5000: ("ページ番号", "page number"),
    "modified_since=abc": ("modified_since", "cannot be understood"),
    "modified_since=2026-01-01T00:00:00%2B09:00": ("modified_since", "without a time zone"),
    "modified_since=" + "9" * 400: ("modified_since", "cannot be understood"),
    "profiles=nothing": ("nothing という", "no RDF profile named nothing"),
}
RIGHT = (
    *("", "page=2", "page=", "page=1000000"),
    *("modified_since=2026-01-01", "profiles=euro_dcat_ap_3"),
)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestParameters:
    @pytest.mark.parametrize("query", WRONG, ids=lambda query: query[:40])
    @pytest.mark.parametrize("ending", ["ttl", "xml", "jsonld"])
    def test_wrong_parameter_is_a_bad_request(self, app, ending: str, query: str):
        japanese, english = WRONG[query]
        for prefix, words in (("", japanese), ("/en", english)):
            answer = app.get(f"{prefix}/catalog.{ending}?{query}", status=400)
            assert words in answer.body
            assert "None - {" not in answer.body

    @pytest.mark.parametrize("query", RIGHT)
    def test_right_parameter_passes(self, app, query: str):
        answer = app.get(f"/catalog.ttl?{query}", status=200)
        assert answer.content_type.startswith("text/turtle")

    def test_page_of_a_dataset_is_checked_too(self, app):
        assert "nothing" in app.get("/dataset/none.ttl?profiles=nothing", status=400).body
        app.get("/dataset/none.ttl?page=abc", status=404)
        app.get("/dataset/?profiles=nothing", status=200)
