"""The standard of a dataset is found out from its file; people have the last word."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.formats.loader import load_format
from tests.factories import Dataset
from tests.schemas.files.conftest import act
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def whole(format: str, rows: int = 3) -> bytes:
    """Return a table with every column of a format that has an example, filled with those."""
    fields = [field for field in load_format(format).current.fields if field.example]
    row = ",".join(str(field.example) for field in fields)
    return "\n".join((",".join(field.name for field in fields), *[row] * rows, "")).encode()


def standard(dataset) -> tuple[str, str]:
    shown = act("package_show", id=dataset["id"])
    return shown.get("kanazawa_standard") or "", shown.get("kanazawa_standard_by") or ""


class TestStandard:
    def test_is_found_out_with_its_tags(self, app, upload, work, dataset, editor_headers):
        resource = upload(whole("public-toilet"))
        assert ("standard", "done") in work()
        assert standard(dataset) == ("public_toilet", "portal")
        shown = act("package_show", id=dataset["id"])
        assert {tag["name"] for tag in shown["tags"]} == {"自治体標準ODS", "公衆トイレ一覧"}
        assert "定義書A" in shown["kanazawa_standard_version"]
        page = f"/dataset/{dataset['id']}/resource/{resource['id']}"
        told = "「準拠する標準」も、ポータルが入れました"
        assert told in app.get(page, headers=editor_headers).body
        assert told not in app.get(page).body
        # Of another file of the dataset nothing of the kind is true.
        other = upload(whole("aed"), "aed.csv")
        work()
        page = f"/dataset/{dataset['id']}/resource/{other['id']}"
        assert told not in app.get(page, headers=editor_headers).body

    def test_is_not_examined_again_for_it(self, upload, work, newest):
        resource = upload(whole("public-toilet"))
        kinds = [kind for kind, _ in work()]
        assert kinds.count("examine") == 1
        assert newest(resource).label.count("-") == 2

    def test_chosen_before_it_stays(self, upload, work, city):
        chosen = Dataset(owner_org=city["id"], kanazawa_standard="aed")
        upload(whole("public-toilet"), dataset=chosen)
        work()
        assert standard(chosen) == ("aed", "person")

    def test_emptied_it_stays_empty(self, upload, work, dataset):
        resource = upload(whole("public-toilet"))
        work()
        act("package_patch", id=dataset["id"], kanazawa_standard="", kanazawa_standard_version="")
        upload(whole("public-toilet", 4), resource=resource)
        work()
        assert standard(dataset) == ("", "person")

    def test_overruled_it_takes_its_version_along(self, upload, work, dataset):
        upload(whole("public-toilet"))
        work()
        # As the form sends it: the version as it stood there.
        version = act("package_show", id=dataset["id"])["kanazawa_standard_version"]
        overruled = {"kanazawa_standard": "aed", "kanazawa_standard_version": version}
        act("package_patch", id=dataset["id"], **overruled)
        assert standard(dataset) == ("aed", "person")
        assert not act("package_show", id=dataset["id"]).get("kanazawa_standard_version")
        act("package_patch", id=dataset["id"], kanazawa_standard_version="2.0版")
        assert act("package_show", id=dataset["id"])["kanazawa_standard_version"] == "2.0版"

    def test_saved_without_a_change_it_stays_ours(self, upload, work, dataset):
        upload(whole("public-toilet"))
        work()
        act("package_patch", id=dataset["id"], notes="新しい説明。")
        assert standard(dataset) == ("public_toilet", "portal")

    def test_programs_that_do_not_know_the_field_leave_it(self, upload, work, dataset):
        upload(whole("public-toilet"))
        work()
        sent = act("package_show", id=dataset["id"])
        for field in ("kanazawa_standard", "kanazawa_standard_version", "kanazawa_standard_by"):
            sent.pop(field, None)
        act("package_update", **sent)
        assert standard(dataset) == ("public_toilet", "portal")

    def test_nobody_can_say_that_the_portal_found_it(self, dataset):
        act(
            "package_patch",
            id=dataset["id"],
            kanazawa_standard="aed",
            kanazawa_standard_by="portal",
        )
        assert standard(dataset) == ("aed", "person")

    @pytest.mark.parametrize("content", (toilets(), whole("polling-place")))
    def test_named_only_where_sure_and_verified(self, upload, work, dataset, newest, content):
        resource = upload(content)
        work()
        assert newest(resource).format in ("public-toilet", "polling-place")
        assert standard(dataset) == ("", "")


class TestPages:
    def test_page_and_form_tell_it(self, upload, work, dataset, app, editor_headers):
        upload(whole("public-toilet"))
        work()
        page = app.get(f"/en/dataset/{dataset['name']}").body
        assert "Found out from the file by the portal" in page
        form = app.get(f"/en/dataset/edit/{dataset['name']}", headers=editor_headers).body
        assert "The portal found this out from the columns of the file" in form
