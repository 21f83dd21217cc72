from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from ckanext.kanazawa.schemas.cli import kanazawa_schemas
from ckanext.kanazawa.schemas.files.edition import editions
from ckanext.kanazawa.schemas.model.edition import Edition
from tests.factories import Dataset

from .conftest import FIRST, SECOND

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")


def run(*arguments):
    """Run the command; return what it printed."""
    result = CliRunner().invoke(kanazawa_schemas, ["editions-record", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def as_before(resource):
    """Forget that editions of a resource were recorded, as on a portal of old."""
    model.Session.execute(sa.delete(Edition).where(Edition.owner_id == resource["id"]))
    model.Session.commit()


class TestRecord:
    def test_current_file_only_is_recorded_under_its_own_date(self, send):
        resource = send()
        resource = send(SECOND, "b.csv", resource["id"])
        as_before(resource)
        assert "recorded b.csv" in run()
        (edition,) = Edition.newest_first(resource["id"])
        assert (edition.name, edition.sha256) == ("b.csv", resource["hash"])
        assert edition.created == editions(resource["id"])[0].created

    def test_again_changes_nothing(self, send):
        resource = send()
        assert f"{resource['id']}: known already" in run()
        assert len(Edition.newest_first(resource["id"])) == 1

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.hold_editions", True)
    def test_what_was_public_stays_so(self, app, send):
        resource = send()
        as_before(resource)
        run()
        assert Edition.shown(resource["id"]) is not None

    def test_file_of_ckans_own_uploader_is_adopted_where_it_lies(self, app, storage_folder):
        old = {"url": "公園.csv", "url_type": "upload", "name": "古い表"}
        resource = Dataset(resources=[old])["resources"][0]
        id = resource["id"]
        path = storage_folder / id[:3] / id[3:6] / id[6:]
        path.parent.mkdir(parents=True)
        path.write_bytes(FIRST)
        run()
        assert Edition.shown(id).size_bytes == len(FIRST)
        assert app.get(resource["url"]).data == FIRST
        assert path.exists()

    def test_one_organisation(self, send):
        as_before(send())
        other = Dataset()
        assert "recorded: 0" in run("--organization", other["owner_org"])

    def test_dry_run_records_nothing(self, send):
        resource = send()
        as_before(resource)
        assert "resources with files" in run("--dry-run")
        assert not Edition.newest_first(resource["id"])

    def test_unknown_organisation(self):
        arguments = ["editions-record", "--organization", "nobody"]
        result = CliRunner().invoke(kanazawa_schemas, arguments)
        assert result.exit_code == 2
