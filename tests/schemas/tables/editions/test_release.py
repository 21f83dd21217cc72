from __future__ import annotations

import ckan.model as model
import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.edition_event import EditionEvent
from ckanext.kanazawa.schemas.tables.editions import release

from .conftest import FIRST, SECOND, examined

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")
HELD = pytest.mark.ckan_config("ckanext.kanazawa.schemas.hold_editions", True)


def bytes_of(app, resource):
    return app.get(f"/dataset/{resource['package_id']}/resource/{resource['id']}/download/x").data


def show(resource):
    return call_action("resource_show", {"user": "", "ignore_auth": False}, id=resource["id"])


class TestWithdraw:
    def test_earlier_edition_is_the_latest_again(self, app, send, editor):
        first = send()
        examined(first["id"])
        send(SECOND, "公園一覧（新）.csv", first["id"])
        release.withdraw(examined(first["id"], personal=2), editor["id"])
        shown = show(first)
        assert bytes_of(app, first) == FIRST
        assert (shown["hash"], shown["size"]) == (first["hash"], first["size"])
        assert (shown["kanazawa_filename"], shown["name"]) == ("公園一覧.csv", "公園一覧.csv")
        assert shown["url"].endswith(first["url"].rsplit("/", 1)[-1])

    def test_only_edition_leaves_no_file(self, app, send, editor):
        resource = send()
        release.withdraw(examined(resource["id"]), editor["id"])
        path = f"/dataset/{resource['package_id']}/resource/{resource['id']}/download/x"
        assert app.get(path).status_code == 404
        shown = show(resource)
        assert (shown["hash"], shown.get("size")) == ("", None)
        assert not shown.get("kanazawa_filename")

    def test_title_that_repeats_the_file_name_goes_with_the_file(self, send, editor):
        resource = send()
        release.withdraw(examined(resource["id"]), editor["id"])
        assert show(resource)["name"] == "ファイル"
        send(SECOND, "公園一覧（修正）.csv", resource["id"])
        assert show(resource)["name"] == "公園一覧（修正）.csv"

    def test_title_comes_back_with_the_file(self, send, editor):
        resource = send()
        withdrawn = examined(resource["id"])
        release.withdraw(withdrawn, editor["id"])
        release.confirm(withdrawn, editor["id"])
        assert show(resource)["name"] == "公園一覧.csv"

    def test_same_bytes_sent_before_go_with_it(self, app, send, editor):
        resource = send()
        examined(resource["id"])
        send(SECOND, "b.csv", resource["id"])
        send(FIRST, "c.csv", resource["id"])
        release.withdraw(examined(resource["id"]), editor["id"])
        assert bytes_of(app, resource) == SECOND
        assert [e.release for e in Edition.newest_first(resource["id"])] == [
            "withdrawn",
            "released",
            "withdrawn",
        ]

    def test_later_upload_works(self, app, send, editor):
        resource = send()
        release.withdraw(examined(resource["id"]), editor["id"])
        again = send(SECOND, "b.csv", resource["id"])
        assert bytes_of(app, resource) == SECOND
        assert again["kanazawa_filename"] == "b.csv"

    def test_title_can_be_changed_while_there_is_no_file(self, app, send, editor):
        resource = send()
        release.withdraw(examined(resource["id"]), editor["id"])
        call_action(
            "resource_patch", {"user": editor["name"]}, id=resource["id"], description="説明"
        )
        assert show(resource)["hash"] == ""

    def test_is_on_record(self, send, editor):
        edition = examined(send()["id"])
        release.withdraw(edition, editor["id"])
        events = [(e.event, e.user_id) for e in EditionEvent.of(edition.id)]
        assert events == [("withdrawn", editor["id"])]

    def test_works_where_the_dataset_would_be_refused(self, app, send, dataset, editor):
        resource = send()
        edition = examined(resource["id"])
        package = model.Session.get(model.Package, dataset["id"])
        package.extras = {**package.extras, "kanazawa_theme": '["no such theme"]'}
        model.Session.commit()
        release.withdraw(edition, editor["id"])
        assert Edition.shown(resource["id"]) is None
        assert model.Session.get(model.Resource, resource["id"]).hash == ""

    def test_the_title_goes_with_the_file_there_too(self, app, send, dataset, editor):
        resource = send()
        first = examined(resource["id"])
        send(SECOND, "himitsu.csv", resource["id"])
        package = model.Session.get(model.Package, dataset["id"])
        package.extras = {**package.extras, "kanazawa_theme": '["no such theme"]'}
        model.Session.commit()
        release.withdraw(examined(resource["id"]), editor["id"])
        found = show(resource)
        assert (found["name"], found["name_translated"]["ja"]) == ("公園一覧.csv",) * 2
        release.withdraw(model.Session.get(Edition, first.id), editor["id"])
        found = show(resource)
        assert (found["name"], found["name_translated"]["ja"]) == ("ファイル",) * 2
        assert "公園" not in app.get(f"/dataset/{dataset['id']}/resource/{resource['id']}").body

    def test_can_be_shown_again(self, app, send, editor):
        resource = send()
        edition = examined(resource["id"], personal=1)
        release.withdraw(edition, editor["id"])
        release.confirm(model.Session.get(Edition, edition.id), editor["id"])
        assert bytes_of(app, resource) == FIRST
        assert show(resource)["hash"] == resource["hash"]


@HELD
class TestHeld:
    def test_first_file_is_not_public(self, app, send):
        resource = send()
        path = f"/dataset/{resource['package_id']}/resource/{resource['id']}/download/x"
        assert app.get(path).status_code == 404
        assert (resource["hash"], resource.get("size")) == ("", None)

    def test_examined_file_is_released(self, app, send):
        resource = send()
        assert release.settle(examined(resource["id"]))
        assert bytes_of(app, resource) == FIRST
        shown = show(resource)
        assert (shown["size"], shown["format"]) == (len(FIRST), "CSV")
        assert shown["kanazawa_encoding"] == "UTF-8"

    def test_earlier_edition_is_seen_meanwhile(self, app, send):
        resource = send()
        release.settle(examined(resource["id"]))
        before = show(resource)
        send(SECOND, "new.tsv", resource["id"])
        after = show(resource)
        kept = ("hash", "size", "url", "kanazawa_filename", "format", "name", "modified")
        assert {k: after[k] for k in kept} == {k: before[k] for k in kept}
        assert bytes_of(app, resource) == FIRST

    def test_personal_data_waits_for_confirmation(self, app, send, editor):
        resource = send()
        release.settle(examined(resource["id"]))
        send(SECOND, "new.csv", resource["id"])
        edition = examined(resource["id"], personal=1)
        assert not release.settle(edition)
        assert bytes_of(app, resource) == FIRST
        release.confirm(edition, editor["id"])
        assert bytes_of(app, resource) == SECOND
        assert show(resource)["kanazawa_filename"] == "new.csv"

    def test_unreadable_table_waits_and_a_picture_does_not(self, send):
        resource = send()
        assert not release.settle(examined(resource["id"], state="failed"))
        assert release.settle(examined(send()["id"], state="no-table"))

    def test_confirmed_while_examined_is_released_afterwards(self, send, editor):
        edition = Edition.newest(send()["id"])
        release.confirm(edition, editor["id"])
        edition = model.Session.get(Edition, edition.id)
        assert edition.release == "held"
        assert release.settle(examined(edition.owner_id, personal=3))
