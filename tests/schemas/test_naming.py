from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.naming import file_words, slug
from ckanext.kanazawa.schemas.romaji import romaji
from tests.factories import Dataset, Organization


@pytest.fixture
def rename():
    """Return a function that renames a dataset as a system administrator."""
    admin = factories.Sysadmin()["name"]

    def call(dataset, name):
        context = {"user": admin, "ignore_auth": False}
        return call_action("package_patch", context, id=dataset["id"], name=name)

    return call


class TestSlug:
    @pytest.mark.parametrize(
        ("kana", "expected"),
        [
            ("コウキョウシセツ", "kokyoshisetsu"),
            ("としょかん", "toshokan"),
            ("がっこう", "gakko"),
            ("マッチャ", "matcha"),
            ("ジョウホウ", "joho"),
            ("ｶﾅｻﾞﾜ", "kanazawa"),
            ("ニュース", "nyusu"),
            ("ファイル", "fairu"),
        ],
    )
    def test_kana_becomes_hepburn(self, kana, expected):
        assert romaji(kana) == expected

    @pytest.mark.parametrize(
        ("english", "kana", "expected"),
        [
            ("Public toilets (2026)", "コウシュウトイレ", "public_toilets_2026"),
            ("", "コウシュウトイレ", "koshutoire"),
            ("", "", "dataset"),
            ("見本", "", "dataset"),
        ],
    )
    def test_prefers_english_then_the_reading(self, english, kana, expected):
        assert slug(english, kana) == expected

    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            ("172014_public_toilet.csv", "public_toilet"),
            ("https://example.jp/download/20260401-AED%E4%B8%80%E8%A6%A7.xlsx", "aed"),
            ("一覧.csv", ""),
            ("Book1.xlsx", ""),
            ("https://example.jp/", ""),
            (None, ""),
        ],
    )
    def test_of_a_file_leaves_out_what_says_nothing(self, address, expected):
        assert file_words(address) == expected


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestName:
    def test_of_the_first_file_where_there_is_no_title(self, city):
        dataset = Dataset(owner_org=city["id"], resources=[{"url": "https://a.jp/parks.csv"}])
        assert dataset["name"] == "172014_parks"

    def test_is_plain_for_the_api_as_a_last_resort(self, city):
        assert Dataset(owner_org=city["id"])["name"].startswith("172014_dataset")

    def test_of_a_standard_dataset(self, city):
        dataset = Dataset(owner_org=city["id"], kanazawa_standard="public_facility")
        assert dataset["name"] == "172014_public_facility"

    def test_gets_a_number_where_it_is_taken(self, city):
        for expected in ("172014_aed", "172014_aed_2", "172014_aed_3"):
            assert Dataset(owner_org=city["id"], kanazawa_standard="aed")["name"] == expected

    def test_begins_with_the_organisation_where_there_is_no_code(self):
        organization = Organization(name="mihon-daigaku")
        dataset = Dataset(owner_org=organization["id"], kanazawa_title_kana="みほん")
        assert dataset["name"] == "mihon-daigaku_mihon"

    def test_waits_for_publication(self, city, context):
        dataset = Dataset(owner_org=city["id"], kanazawa_standard="event", private=True)
        assert dataset["name"] == dataset["id"]
        assert "issued" not in dataset
        public = call_action("package_patch", context, id=dataset["id"], private=False)
        assert public["name"] == "172014_event"
        assert public["issued"]

    def test_stays_when_title_and_standard_change(self, city, context):
        dataset = Dataset(owner_org=city["id"], kanazawa_standard="tourism")
        after = call_action(
            "package_patch", context, id=dataset["id"], title="新しい", kanazawa_standard="hospital"
        )
        assert after["name"] == "172014_tourism"

    def test_may_be_brought_along_by_imports(self, city):
        dataset = Dataset(owner_org=city["id"], name="172014-junior-high-school")
        assert dataset["name"] == "172014-junior-high-school"

    def test_and_id_may_be_brought_along_by_administrators(self, city):
        identifier = "0a4bb4d6-9d2c-4f53-bb5b-1e43a4a1d9b2"
        dataset = Dataset(id=identifier, owner_org=city["id"], name="172014-schools")
        assert dataset["id"] == identifier

    def test_is_fixed_for_staff(self, city, context):
        dataset = Dataset(owner_org=city["id"], kanazawa_standard="preschool")
        with pytest.raises(tk.ValidationError) as raised:
            call_action("package_patch", context, id=dataset["id"], name="172014_other")
        assert "172014_preschool" in raised.value.error_dict["name"][0]


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestRename:
    def test_old_address_leads_to_the_new_one(self, app, city, rename):
        dataset = Dataset(owner_org=city["id"], kanazawa_standard="aed")
        rename(dataset, "172014_aed_locations")
        response = app.get("/dataset/172014_aed?q=1", follow_redirects=False)
        assert response.status_code == 301
        assert response.headers["Location"].endswith("/dataset/172014_aed_locations?q=1")

    @pytest.mark.parametrize(
        "query", ["id=x", "endpoint=x", "_anchor=x", "package_type=x", "_external=1"]
    )
    def test_words_behind_an_old_address_are_only_passed_on(self, app, city, rename, query):
        """They are the reader's, and no arguments of the function that makes addresses."""
        before, after = f"before{len(query)}{query[:2]}", f"after{len(query)}{query[:2]}"
        rename(Dataset(owner_org=city["id"], name=before), after)
        response = app.get(f"/dataset/{before}?{query}", follow_redirects=False)
        assert response.headers["Location"].endswith(f"/dataset/{after}?{query}")

    def test_old_address_of_a_resource_leads_on_too(self, app, city, rename):
        dataset = Dataset(
            owner_org=city["id"], name="old-name", resources=[{"url": "https://example.jp/a.csv"}]
        )
        resource_id = dataset["resources"][0]["id"]
        rename(dataset, "new-name")
        for address in (f"/en/dataset/old-name/resource/{resource_id}", "/dataset/old-name.ttl"):
            response = app.get(address, follow_redirects=False)
            assert response.status_code == 301
            assert response.headers["Location"].endswith(address.replace("old-name", "new-name"))

    def test_api_finds_a_dataset_by_its_old_name(self, app, city, rename):
        dataset = Dataset(owner_org=city["id"], name="api-before")
        rename(dataset, "api-after")
        found = app.get("/api/3/action/package_show?id=api-before").json["result"]
        assert (found["id"], found["name"]) == (dataset["id"], "api-after")

    def test_old_name_is_not_given_to_another(self, city, rename):
        dataset = Dataset(owner_org=city["id"], kanazawa_standard="hospital")
        rename(dataset, "172014_elsewhere")
        again = Dataset(owner_org=city["id"], kanazawa_standard="hospital")
        assert again["name"] == "172014_hospital_2"

    def test_back_and_forth_leaves_no_loop(self, app, city, rename):
        dataset = Dataset(owner_org=city["id"], name="first")
        rename(dataset, "second")
        rename(dataset, "first")
        assert app.get("/dataset/first", follow_redirects=False).status_code == 200
        assert app.get("/dataset/second", follow_redirects=False).status_code == 301

    def test_private_dataset_is_not_given_away(self, app, city, rename):
        dataset = Dataset(owner_org=city["id"], name="secret-plan", private=True)
        rename(dataset, "secret-plan-2")
        assert app.get("/dataset/secret-plan", follow_redirects=False).status_code == 404
        response = app.get("/api/3/action/package_show?id=secret-plan")
        assert response.status_code == 403

    def test_unknown_name_stays_unknown(self, app):
        assert app.get("/dataset/never-was").status_code == 404
        assert app.get("/api/3/action/package_show?id=never-was").status_code == 404
