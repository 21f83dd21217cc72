"""Files made to do harm, through the API: said in both languages, and nobody is harmed."""

from __future__ import annotations

import ckan.model as model
import pytest

from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.hostile import ODD, PAGE, UNREADABLE

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


class TestUnreadable:
    @pytest.mark.parametrize("what", UNREADABLE)
    def test_said_in_both_languages(self, upload, work, newest, what: str):
        content, name, state, code = UNREADABLE[what]
        resource = upload(content, name)
        assert work("examine") == [("examine", "done")]
        edition = newest(resource)
        assert (edition.state, edition.error["code"]) == (state, code)
        for language in ("ja", "en"):
            assert message(code, language, edition.error["params"])
        assert not model.Session.query(FindingRow).filter_by(edition_id=edition.id).count()

    def test_edition_before_stays_readable(self, upload, work):
        resource = upload(toilets())
        work()
        upload(PAGE, resource=resource)
        work()
        states = [edition.state for edition in Edition.newest_first(resource["id"])]
        assert states == ["failed", "examined"]


class TestOdd:
    @pytest.mark.parametrize("what", ODD)
    def test_examined_like_any_other(self, upload, work, newest, what: str):
        content, name = ODD[what]
        resource = upload(content, name)
        work("examine")
        edition = newest(resource)
        assert edition.state == "examined", edition.error
        query = model.Session.query(FindingRow).filter_by(edition_id=edition.id)
        assert all(len(row.value or "") <= 1_000 for row in query)
