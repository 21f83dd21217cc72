from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from ckan.cli.cli import ckan
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.lib.choices import load_choices
from tests.factories import Dataset, Organization

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


@pytest.fixture
def admin_headers():
    """Return the headers of a system administrator."""
    return {"Authorization": factories.SysadminWithToken()["token"]}


class TestCommand:
    def test_makes_the_six_once(self, cli):
        first = cli.invoke(ckan, ["kanazawa-schemas", "organizations"])
        assert (first.exit_code, first.output.count("created")) == (0, 6)
        patched = {"user": call_action("get_site_user")["name"]}
        call_action("organization_patch", patched, id="kanazawa-city", title="金沢市役所")
        second = cli.invoke(ckan, ["kanazawa-schemas", "organizations"])
        assert (second.exit_code, second.output.count("exists")) == (0, 6)
        assert call_action("organization_show", id="kanazawa-city")["title"] == "金沢市役所"

    def test_gives_them_code_kind_and_texts_in_both_languages(self, cli):
        cli.invoke(ckan, ["kanazawa-schemas", "organizations"])
        for code, municipality in load_choices("municipalities").items():
            found = call_action("organization_show", id=municipality.extra["name"])
            assert found["kanazawa_municipality_code"] == code
            assert found["title_translated"]["en"] == municipality.label["en"]
            assert set(found["description_translated"]) == {"ja", "en"}
        assert found["kanazawa_provider_kind"] == "municipality"


class TestOrganization:
    def test_plain_title_becomes_the_japanese(self):
        assert Organization(title="見本大学")["title_translated"] == {"ja": "見本大学"}

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("kanazawa_provider_kind", ""),
            ("kanazawa_provider_kind", "alien"),
            ("kanazawa_municipality_code", "172015"),
            ("email", "nobody"),
            ("url", "ftp//x"),
            ("title", ["見本"]),
            ("description", 5),
            ("extras", "x"),
        ],
    )
    def test_wrong_value_is_refused_at_its_field(self, field, value):
        with pytest.raises(tk.ValidationError) as raised:
            Organization(**{field: value})
        assert field in raised.value.error_dict

    def test_form_keeps_what_was_typed(self, app, admin_headers):
        data = {"title_translated-ja": "見本大学", "name": "mihon", "url": "だめ", "save": ""}
        page = app.post("/organization/new", data=data, headers=admin_headers)
        soup = BeautifulSoup(page.body, "html.parser")
        assert soup.select_one("#field-title_translated-ja")["value"] == "見本大学"
        assert soup.select_one("#field-url")["value"] == "だめ"
        links = {link["href"] for link in soup.select("#kanazawa-schemas-summary a")}
        assert links == {"#field-url", "#field-kanazawa_provider_kind"}

    def test_form_makes_one(self, app, admin_headers):
        data = {
            "title_translated-ja": "見本大学", "title_translated-en": "Mihon University",
            "name": "mihon-univ", "kanazawa_provider_kind": "university", "save": "",
        }  # fmt: skip
        app.post("/organization/new", data=data, headers=admin_headers)
        found = call_action("organization_show", id="mihon-univ")
        assert found["title_translated"] == {"ja": "見本大学", "en": "Mihon University"}


class TestDatasetWithoutOrganization:
    def test_is_refused(self):
        with pytest.raises(tk.ValidationError) as raised:
            Dataset(owner_org="")
        assert "owner_org" in raised.value.error_dict


class TestLabels:
    @pytest.mark.parametrize(
        ("facet", "value", "label"),
        [
            ("vocab_kanazawa_theme", "administration", "行財政"),
            ("vocab_kanazawa_area", "170003", "石川県全域"),
            ("kanazawa_municipality", "172014", "金沢市"),
            ("kanazawa_provider_kind", "company", "企業"),
            ("kanazawa_standard", "public_facility", "公共施設一覧"),
            ("res_format", "CSV", "CSV"),
            ("license_id", "unknown", "unknown"),
        ],
    )
    def test_of_facets_are_readable(self, facet, value, label):
        assert tk.h.kanazawa_schemas_facet_label(facet, value) == label
