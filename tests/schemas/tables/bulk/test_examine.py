from __future__ import annotations

import ckan.model as model
import pytest
from ckan.cli.cli import ckan
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.factories import Dataset
from tests.schemas.tables.conftest import toilets, waiting_jobs

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
EXAMINE = "/api/3/action/kanazawa_schemas_tables_examine"


def waiting() -> set[tuple[str, str]]:
    """Return kind and owner of the jobs that wait."""
    model.Session.rollback()
    return {(job.kind, job.owner_id) for job in waiting_jobs()}


class TestExamineAgain:
    def test_editors_have_all_tables_of_their_organisation_examined(
        self, app, city, upload, work, editor_headers
    ):
        first, second = upload(toilets()), upload(toilets(3))
        upload(toilets(4), resource=second)
        work()
        answer = app.post(EXAMINE, json={"organization": city["name"]}, headers=editor_headers)
        assert answer.json["result"] == {"tables": 2}
        assert waiting() == {("examine", first["id"]), ("examine", second["id"])}
        newest = Edition.newest(second["id"])
        assert newest and newest.id in {job.edition_id for job in waiting_jobs()}
        work()

    def test_others_may_not(self, app, city, editor_headers):
        other = Dataset()
        app.post(EXAMINE, json={"organization": city["name"]}, status=403)
        for body in ({"organization": other["owner_org"]}, {"datasets": [other["id"]]}):
            app.post(EXAMINE, json=body, headers=editor_headers, status=403)
        app.post(EXAMINE, json={"all": True}, headers=editor_headers, status=403)
        app.post(EXAMINE, json={"organization": "no-such"}, headers=editor_headers, status=404)

    def test_button_of_the_overview(self, app, city, upload, work, editor_headers):
        upload(toilets(2))
        work()
        page = app.get("/tables/overview", headers=editor_headers).body
        assert 'action="/tables/overview/examine"' in page and 'name="_csrf_token"' in page
        values = {"organization": city["name"]}
        app.post("/tables/overview/examine", data=values, headers=editor_headers)
        assert {kind for kind, _ in waiting()} == {"examine"}
        work()
        app.post("/tables/overview/examine", data={}, headers=editor_headers, status=404)

    def test_command(self, cli, dataset, upload, work):
        resource = upload(toilets(2))
        work()
        assert cli.invoke(ckan, ["kanazawa-schemas", "examine"]).exit_code == 2
        answer = cli.invoke(ckan, ["kanazawa-schemas", "examine", dataset["name"]])
        assert "1 tables" in answer.output
        assert waiting() == {("examine", resource["id"])}
        answer = cli.invoke(ckan, ["kanazawa-schemas", "examine", "--all"])
        assert answer.exit_code == 0 and ("examine", resource["id"]) in waiting()
        work()

    def test_asks_for_something(self):
        with pytest.raises(Exception, match="organisation"):
            call_action("kanazawa_schemas_tables_examine")
