"""Files made to do harm, through the API: said in both languages, and nobody is harmed."""

from __future__ import annotations

from io import BytesIO

import ckan.model as model
import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import call_action

from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.hostile import ODD, PAGE, UNREADABLE

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


class TestUnreadable:
    def test_each_is_said_in_both_languages(self, upload, work, newest):
        """Through the API, all in one go: making an application takes longer than a file."""
        wrong, resource = {}, None
        for what, (content, name, state, code) in UNREADABLE.items():
            resource = upload(content, name, resource=resource)
            done = work("examine")
            edition = newest(resource)
            told = (edition.state, (edition.error or {}).get("code"), done)
            if told != (state, code, [("examine", "done")]):
                wrong[what] = told
                continue
            for language in ("ja", "en"):
                assert message(code, language, edition.error["params"])
            assert not model.Session.query(FindingRow).filter_by(edition_id=edition.id).count()
        assert wrong == {}

    def test_each_sent_by_the_form_is_said_beside_the_field(
        self, app, dataset, editor_headers, storage_folder, work
    ):
        new = f"/dataset/{dataset['id']}/resource/new"
        wrong = {}
        for what, (content, name, state, _code) in UNREADABLE.items():
            form = {"url_type": "", "url": "", "save": "go-dataset-complete", "id": ""}
            file = {"upload": (BytesIO(content), name)}
            sent = app.post(
                new, data={**form, **file}, headers=editor_headers, follow_redirects=False
            )
            work("examine")
            resource = call_action("package_show", id=dataset["id"])["resources"][-1]
            edit = f"/dataset/{dataset['id']}/resource/{resource['id']}/edit"
            texts = [beside_the_field(app, f"{each}{edit}", editor_headers) for each in ("", "/en")]
            is_said = bool(all(texts) and texts[0] != texts[1])
            if sent.status_code != 302 or is_said != (state == "failed"):
                wrong[what] = (sent.status_code, texts)
        assert wrong == {}
        assert app.get(f"/dataset/{dataset['id']}").status_code == 200

    def test_edition_before_stays_readable(self, upload, work):
        resource = upload(toilets())
        work()
        upload(PAGE, resource=resource)
        work()
        states = [edition.state for edition in Edition.newest_first(resource["id"])]
        assert states == ["failed", "examined"]


def beside_the_field(app, address, headers) -> str:
    """Return what describes the field of the file as wrong."""
    page = BeautifulSoup(app.get(address, headers=headers).body, "html.parser")
    names = page.select_one("#field-upload")["aria-describedby"].split()
    found = [page.find(id=name) for name in names if name.startswith("problem")]
    return " ".join(part.get_text(" ", strip=True) for part in found)


class TestOdd:
    def test_each_is_examined_like_any_other(self, upload, work, newest):
        for what, (content, name) in ODD.items():
            resource = upload(content, name)
            work("examine")
            edition = newest(resource)
            assert edition.state == "examined", (what, edition.error)
            query = model.Session.query(FindingRow).filter_by(edition_id=edition.id)
            assert all(len(row.value or "") <= 1_000 for row in query), what
