from __future__ import annotations

import ckan.model as model
import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition

from .conftest import FIRST, SECOND, examined

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")


def page(app, resource, headers=None, language=""):
    path = f"{language}/dataset/{resource['package_id']}/resource/{resource['id']}"
    return app.get(path, headers=headers)


def decide(app, resource, verb, headers=None):
    label = Edition.newest_first(resource["id"])[0].label
    base = f"/dataset/{resource['package_id']}/resource/{resource['id']}/editions"
    return app.post(f"{base}/{label}/{verb}", headers=headers, follow_redirects=False)


class TestWarning:
    def test_editors_are_warned_and_visitors_are_not(self, app, send, editor_headers):
        resource = send()
        examined(resource["id"], personal=2)
        dataset = f"/dataset/{resource['package_id']}"
        text = "個人に関する情報が含まれているようです"
        told = page(app, resource, editor_headers).body
        assert text in told
        assert "前の版はないので" in told
        assert text in app.get(dataset, headers=editor_headers).body
        assert "seems to hold personal data" in page(app, resource, editor_headers, "/en").body
        assert text not in page(app, resource).body
        assert text not in app.get(dataset).body

    def test_one_click_takes_it_back(self, app, send, editor_headers):
        resource = send()
        examined(resource["id"])
        send(SECOND, "b.csv", resource["id"])
        examined(resource["id"], personal=1)
        before = Edition.newest_first(resource["id"])[1].label
        assert f"取りやめると、{before} の版がふたたび" in page(app, resource, editor_headers).body
        answer = decide(app, resource, "withdraw", editor_headers)
        assert answer.status_code == 302
        assert app.get(resource["url"]).data == FIRST
        assert "公開を取りやめる" in page(app, resource, editor_headers).body

    def test_what_was_never_public_is_not_said_to_be_replaced(
        self, app, send, editor_headers, ckan_config, monkeypatch
    ):
        monkeypatch.setitem(ckan_config, "ckanext.kanazawa.schemas.hold_editions", True)
        resource = send()
        examined(resource["id"])
        decide(app, resource, "confirm", editor_headers)
        shown = Edition.shown(resource["id"]).label
        send(SECOND, "b.csv", resource["id"])
        examined(resource["id"], personal=1)
        decide(app, resource, "withdraw", editor_headers)
        told = page(app, resource, editor_headers).body
        assert f"{shown} の版です" in told
        assert "ふたたび" not in told

    def test_one_click_confirms(self, app, send, editor_headers):
        resource = send()
        examined(resource["id"], personal=1)
        decide(app, resource, "confirm", editor_headers)
        assert "含まれているようです" not in page(app, resource, editor_headers).body
        assert app.get(resource["url"]).data == FIRST


class TestRefused:
    def test_visitors_decide_nothing(self, app, send):
        resource = send()
        examined(resource["id"], personal=1)
        for verb in ("confirm", "withdraw"):
            assert decide(app, resource, verb).status_code in (302, 403)
        assert Edition.shown(resource["id"]) is not None
        assert Edition.shown(resource["id"]).confirmed_at is None

    def test_get_decides_nothing(self, app, send, editor_headers):
        resource = send()
        label = examined(resource["id"]).label
        base = f"/dataset/{resource['package_id']}/resource/{resource['id']}/editions/{label}"
        assert app.get(f"{base}/withdraw", headers=editor_headers).status_code in (404, 405)

    def test_unknown_edition(self, app, send, editor_headers):
        resource = send()
        base = f"/dataset/{resource['package_id']}/resource/{resource['id']}/editions"
        answer = app.post(f"{base}/1999-01-01/withdraw", headers=editor_headers)
        assert answer.status_code == 404


class TestTakenBack:
    @pytest.fixture
    def gone(self, app, send, editor_headers):
        """Return a resource whose only edition was taken back."""
        resource = send()
        examined(resource["id"], personal=1)
        decide(app, resource, "withdraw", editor_headers)
        return resource

    def test_no_address_gives_it_to_visitors(self, app, gone):
        edition = Edition.newest_first(gone["id"])[0]
        file = model.Session.get(model.File, edition.file_id)
        addresses = [
            gone["url"],
            f"/tables/{gone['id']}/latest.csv",
            f"/tables/{gone['id']}/{edition.label}.csv",
            f"/tables/{gone['id']}/{edition.label}/original",
            f"/tables/{gone['id']}/latest/original",
            f"/file/download/{file.id}",
            f"/api/3/action/kanazawa_schemas_edition_show?id={edition.id}",
            f"/api/3/action/file_show?id={file.id}",
        ]
        given = {address: app.get(address).status_code for address in addresses}
        assert {a: status for a, status in given.items() if status not in (403, 404)} == {}

    def test_page_says_so_and_has_no_button(self, app, gone, editor_headers):
        body = page(app, gone).body
        assert "提供者が公開を取りやめました" in body
        assert "/download/file" not in body
        assert "公開を取りやめました" in app.get(gone["url"]).body
        assert gone["kanazawa_filename"] in page(app, gone, editor_headers).body

    def test_editors_reach_the_bytes(self, app, gone, editor_headers):
        label = Edition.newest_first(gone["id"])[0].label
        answer = app.get(f"/tables/{gone['id']}/{label}/original", headers=editor_headers)
        assert answer.data == FIRST
        assert "no-store" in answer.headers["Cache-Control"]

    def test_search_and_catalogue_name_it_no_more(self, app, gone):
        found = call_action("package_search", {"user": ""}, q=f"id:{gone['package_id']}")
        resource = found["results"][0]["resources"][0]
        assert gone["hash"] not in str(resource)
        assert gone["hash"] not in app.get(f"/dataset/{gone['package_id']}.ttl").body


class TestActions:
    def test_list_tells_visitors_less(self, send, context):
        resource = send()
        examined(resource["id"], personal=1)
        mine = call_action("kanazawa_schemas_edition_list", context, resource_id=resource["id"])
        visitor = {"user": "", "ignore_auth": False}
        seen = call_action("kanazawa_schemas_edition_list", visitor, resource_id=resource["id"])
        assert (mine[0]["personal"], mine[0]["needs_confirmation"]) == (1, True)
        assert "personal" not in seen[0]
        assert (seen[0]["is_latest"], seen[0]["name"]) == (True, "公園一覧.csv")

    def test_latest_and_label_name_the_same(self, send):
        resource = send()
        edition = examined(resource["id"])
        visitor = {"user": "", "ignore_auth": False}
        for label in ("latest", edition.label):
            found = call_action(
                "kanazawa_schemas_edition_show", visitor, resource_id=resource["id"], label=label
            )
            assert found["id"] == edition.id

    def test_withdraw_and_confirm_are_on_record(self, send, context):
        edition = examined(send()["id"])
        call_action("kanazawa_schemas_edition_withdraw", context, id=edition.id)
        told = call_action("kanazawa_schemas_edition_confirm", context, id=edition.id)
        assert [event["event"] for event in told["events"]] == ["withdrawn", "confirmed"]
        assert told["events"][0]["user"] == context["user"]
