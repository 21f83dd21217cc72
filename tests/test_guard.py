"""What the database could not take is refused with a message, never with an error 500."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


WITH_NUL = (
    "/dataset/?q=%00",
    "/dataset/a%00b",
    "/organization/?q=a%00",
    "/en/dataset/?tags=%00",
    "/feeds/dataset.atom?page=%00",
    "/catalog.ttl?q=%00",
)
# Addresses that no link of ours has, but robots and typing errors do.


def test_nul_in_a_document_is_refused(app):
    for value in ("a\x00b", ["\x00"], {"deep": [{"\x00": 1}]}, "\ud800"):
        answer = app.post("/api/3/action/package_search", json={"q": value}, status=400)
        assert answer.json["success"] is False
        assert "U+0000" in answer.json["error"]["message"]


def test_nul_in_a_form_is_refused(app):
    answer = app.post("/api/3/action/package_search", data={"q": "\x00"}, status=400)
    assert answer.json["success"] is False


def test_brackets_in_each_other_by_the_thousand_are_refused(app):
    document = '{"q": ' + "[" * 20_000 + "]" * 20_000 + "}"
    answer = app.post(
        "/api/3/action/package_search", data=document, content_type="application/json", status=400
    )
    assert "入れ子" in answer.json["error"]["message"]


ODD = (
    "/dataset/?page=abc",
    "/dataset/?page=0",
    "/dataset/?page=-1",
    "/dataset/?page=999999999999999999999",
    "/dataset/?q=%22",
    "/dataset/?q=title:[",
    "/dataset/?q=(((",
    "/dataset/?sort=nothing+sideways",
    "/dataset/?ext_a=%ff",
    "/organization/?page=abc",
    "/feeds/dataset.atom?page=abc",
    "/feeds/custom.atom?q=title:[",
    "/feeds/tag/a%22b.atom",
    "/catalog.ttl?page=abc",
    "/catalog.nothing",
    "/catalog.ttl?profiles=nothing",
    "/catalog.ttl?modified_since=yesterday",
    "/api/3/action/package_search?rows=abc",
    "/api/3/action/package_search?start=-5",
    "/api/3/action/package_search?q=title:[",
    "/api/3/action/package_list?limit=abc",
    "/sitemap-0.xml",
    "/sitemap-x.xml",
    "/sitemap-%EF%BC%91.xml",
)


# One application for all addresses: making it takes longer than asking it.
def test_nul_in_an_address_is_refused(app):
    answers = {path: app.get(path) for path in WITH_NUL}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        WITH_NUL, 400
    )
    assert all("U+0000" in answer.body for answer in answers.values())


@pytest.mark.usefixtures("clean_db")
def test_odd_addresses_are_never_an_error_of_the_server(app):
    found = {path: app.get(path).status_code for path in ODD}
    assert {path: status for path, status in found.items() if status >= 500} == {}


def test_too_long_an_address_is_refused_in_the_readers_language(app):
    answer = app.get("/en/dataset/?q=" + "x" * 20_000, status=414)
    assert "too long" in answer.body


@pytest.mark.parametrize(
    ("action", "arguments", "name"),
    [
        ("package_show", {"id": 5}, "id"),
        ("package_show", {"id": ["x"]}, "id"),
        ("package_patch", {"id": {"a": 1}}, "id"),
        ("package_revise", {"match": {"id": 5}}, "id"),
        ("resource_show", {"id": True}, "id"),
        ("organization_show", {"id": 5}, "id"),
        ("resource_create", {"package_id": 5, "url": "https://example.jp"}, "package_id"),
    ],
)
def test_reference_that_is_no_text_is_refused(app, action, arguments, name):
    response = app.post(f"/api/3/action/{action}", json=arguments)
    assert response.status_code == 409
    assert response.json["error"][name]
