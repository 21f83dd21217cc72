from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from tests.factories import Dataset, Organization

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
THEME = "http://publications.europa.eu/resource/authority/data-theme/"


@pytest.fixture
def patch(context):
    """Return a function that patches a dataset as a member of staff."""

    def call(dataset: dict[str, Any], **fields: Any) -> dict[str, Any]:
        return call_action("package_patch", dict(context), id=dataset["id"], **fields)

    return call


@pytest.fixture
def refused(city, context):
    """Return a function that returns the errors of a dataset that must be refused."""

    def call(**fields: Any) -> dict[str, Any]:
        values = {
            "title": "見本", "notes": "見本", "owner_org": city["id"],
            "license_id": "CC-BY-4.0", "kanazawa_theme": ["administration"], **fields,
        }  # fmt: skip
        with pytest.raises(tk.ValidationError) as raised:
            call_action("package_create", dict(context), **values)
        model.Session.rollback()
        assert model.Session.query(model.Package).count() == 0
        return raised.value.error_dict

    return call


def tag_names(dataset: dict[str, Any]) -> set[str]:
    return {tag["name"] for tag in dataset["tags"]}


class TestTranslations:
    def test_plain_texts_become_the_japanese(self, city):
        dataset = Dataset(owner_org=city["id"], title="公園", notes="公園の一覧")
        assert dataset["title_translated"] == {"ja": "公園"}
        assert dataset["notes_translated"] == {"ja": "公園の一覧"}

    def test_translated_texts_fill_the_plain_ones(self, city):
        dataset = Dataset(
            owner_org=city["id"], title=None, title_translated={"ja": "公園", "en": "Parks"}
        )
        assert dataset["title"] == "公園"

    def test_the_one_that_changed_wins(self, city, patch):
        dataset = Dataset(
            owner_org=city["id"], title=None, title_translated={"ja": "公園", "en": "Parks"}
        )
        plain = patch(dataset, title="大きな公園")
        assert plain["title_translated"] == {"ja": "大きな公園", "en": "Parks"}
        translated = patch(dataset, title_translated={"ja": "小さな公園", "en": "Small parks"})
        assert translated["title"] == "小さな公園"
        both = patch(dataset, title="無視", title_translated={"ja": "両方"})
        assert both["title"] == "両方"

    def test_plain_update_without_a_title_keeps_it(self, city, context):
        dataset = Dataset(owner_org=city["id"], title="公園")
        fields = {key: dataset[key] for key in ("id", "notes", "license_id", "kanazawa_theme")}
        after = call_action("package_update", context, **fields, owner_org=city["id"])
        assert (after["title"], after["title_translated"]) == ("公園", {"ja": "公園"})

    def test_resources_follow_the_same_rules(self, city, context):
        dataset = Dataset(
            owner_org=city["id"], resources=[{"url": "https://example.jp/x/公園.csv"}]
        )
        resource = dataset["resources"][0]
        assert (resource["name"], resource["name_translated"]) == ("公園.csv", {"ja": "公園.csv"})
        after = call_action("resource_patch", context, id=resource["id"], name="公園（令和8年）")
        assert after["name_translated"] == {"ja": "公園（令和8年）"}


class TestMachineFields:
    def test_themes_become_dcat_themes_once_each(self, city):
        dataset = Dataset(
            owner_org=city["id"], kanazawa_theme=["labour", "commerce", "transport-tourism"]
        )
        assert dataset["theme"] == [f"{THEME}ECON", f"{THEME}TRAN"]

    def test_other_is_no_dcat_theme(self, city):
        assert not Dataset(owner_org=city["id"], kanazawa_theme=["other"]).get("theme")

    def test_municipality_follows_the_organisation(self, city, context, patch):
        dataset = Dataset(owner_org=city["id"], kanazawa_municipality="999999")
        assert dataset["kanazawa_municipality"] == "172014"
        other = Organization(kanazawa_municipality_code="172103")
        call_action(
            "organization_member_create", id=other["id"], username=context["user"], role="editor"
        )
        assert patch(dataset, owner_org=other["id"])["kanazawa_municipality"] == "172103"

    def test_area_gives_a_bounding_box_that_follows(self, city, patch):
        dataset = Dataset(owner_org=city["id"], kanazawa_area=["172014"])
        assert [c["text"] for c in dataset["spatial_coverage"]] == ["金沢市"]
        assert '"Polygon"' in dataset["spatial_coverage"][0]["bbox"]
        after = patch(dataset, kanazawa_area=["172103", "172090"])
        assert [c["text"] for c in after["spatial_coverage"]] == ["白山市", "かほく市"]

    def test_own_coverage_stays(self, city, patch):
        own = [{"text": "浅野川流域"}]
        dataset = Dataset(owner_org=city["id"], kanazawa_area=["172014"], spatial_coverage=own)
        assert patch(dataset, kanazawa_area=["172103"])["spatial_coverage"] == own

    def test_modified_follows_the_data_only(self, city, patch):
        dataset = Dataset(
            owner_org=city["id"],
            modified="2020-01-01",
            resources=[{"url": "https://example.jp/a.csv"}],
        )
        assert patch(dataset, title="別の名前")["modified"] == "2020-01-01"
        resource = {**dataset["resources"][0], "url": "https://example.jp/b.csv", "modified": ""}
        assert patch(dataset, resources=[resource])["modified"] > "2026"

    def test_licence_is_told_in_full(self, city):
        dataset = Dataset(owner_org=city["id"], license_id="PDL-1.0")
        assert dataset["license_title"] == "公共データ利用規約（第1.0版）（PDL1.0）"
        assert dataset["license_url"].startswith("https://www.digital.go.jp/")
        assert dataset["isopen"] is True

    def test_another_licence_leads_to_its_terms(self, city):
        terms = "https://www.example.jp/terms"
        dataset = Dataset(owner_org=city["id"], license_id="other", kanazawa_license_url=terms)
        assert (dataset["license_url"], dataset["isopen"]) == (terms, False)

    def test_dates_of_a_japanese_office_are_read(self, city):
        dataset = Dataset(
            owner_org=city["id"],
            kanazawa_as_of="令和8年4月1日",
            kanazawa_next_update="２０２７／４／１",
            temporal_coverage=[{"start": "平成30年", "end": "2026年3月"}],
        )
        assert dataset["kanazawa_as_of"] == "2026-04-01"
        assert dataset["kanazawa_next_update"] == "2027-04-01"
        assert dataset["temporal_coverage"] == [{"start": "2018", "end": "2026-03"}]


class TestTags:
    def test_of_a_standard_come_and_go(self, city, patch):
        dataset = Dataset(
            owner_org=city["id"], kanazawa_standard="public_facility", tags=[{"name": "施設"}]
        )
        assert tag_names(dataset) == {"施設", "自治体標準ODS", "公共施設一覧"}
        changed = patch(dataset, kanazawa_standard="aed")
        assert tag_names(changed) == {"施設", "自治体標準ODS", "AED設置箇所一覧"}
        assert tag_names(patch(dataset, kanazawa_standard="")) == {"施設"}

    def test_typed_by_people_stay(self, city, patch):
        dataset = Dataset(owner_org=city["id"], tags=[{"name": "公共施設一覧"}])
        patch(dataset, kanazawa_standard="public_facility")
        assert tag_names(patch(dataset, kanazawa_standard="")) == {"公共施設一覧"}

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("スポーツ・文化", "スポーツ・文化"),
            ("サッカー", "サッカー"),
            ("ＡＥＤ", "AED"),
            ("ｶﾞｲﾄﾞ", "ガイド"),
            ("保育所（認可）", "保育所（認可）"),
            ("佐々木", "佐々木"),
        ],
    )
    def test_ordinary_japanese_is_accepted(self, city, typed, kept):
        assert tag_names(Dataset(owner_org=city["id"], tags=[{"name": typed}])) == {kept}


class TestRefusal:
    def test_of_an_empty_dataset_names_what_is_required(self, refused):
        errors = refused(title="", notes="", license_id="", kanazawa_theme=[], owner_org="")
        required = {"title_translated", "notes_translated", "license_id", "kanazawa_theme"}
        assert required | {"owner_org"} <= set(errors)

    def test_of_a_long_title_names_the_limit(self, refused):
        assert "300" in refused(title="長" * 10_000)["title_translated"][0]

    def test_of_an_unknown_value_lists_what_is_known(self, refused):
        assert "CC-BY-4.0" in refused(license_id="cc-by-9")["license_id"][0]
        assert "administration" in refused(kanazawa_theme=["nothing"])["kanazawa_theme"][0]
        assert "172014" in refused(kanazawa_area=["131016"])["kanazawa_area"][0]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("kanazawa_as_of", "2026-02-30"),
            ("kanazawa_as_of", "来週"),
            ("kanazawa_next_update", "2026"),
            ("issued", "yesterday"),
            ("url", "javascript:alert(1)"),
            ("url", "https://"),
            ("kanazawa_license_url", "example.jp/terms"),
            ("documentation", ["not an address"]),
            ("kanazawa_demo", "perhaps"),
            ("title_translated", {"fr": "non"}),
        ],
    )
    def test_of_a_wrong_value_stands_at_its_field(self, refused, field, value):
        assert set(refused(**{field: value})) == {field}

    def test_of_a_wrong_subfield_stands_in_its_row(self, refused):
        errors = refused(contact=[{"name": "課"}, {"email": "nobody"}])
        assert "nobody" in errors["contact"][1]["email"][0]

    def test_of_a_strange_tag_names_the_signs(self, refused):
        assert "<>" in refused(tags=[{"name": "<b>公園"}])["tags"][0]

    def test_of_another_licence_without_terms(self, refused):
        assert set(refused(license_id="other")) == {"kanazawa_license_url"}

    def test_of_a_bad_link_stands_in_the_resource(self, refused):
        errors = refused(resources=[{"url": "file:///etc/passwd"}])
        assert "file:///etc/passwd" in errors["resources"][0]["url"][0]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", 5), ("title", ["公園"]), ("title", {"ja": "公園"}), ("notes", True),
            ("title_translated", 5), ("title_translated", {"ja": ["公園"]}), ("name", {"a": 1}),
            ("owner_org", ["x"]), ("license_id", 4.0), ("kanazawa_theme", {"a": "b"}),
            ("kanazawa_theme", [1]), ("tags", "公園"), ("tags", ["公園"]), ("resources", "x"),
            ("resources", [5]), ("resources", [{"name": 5}]), ("contact", "課"), ("contact", [1]),
            ("contact", [{"name": ["課"]}]), ("kanazawa_as_of", 20260401), ("frequency", []),
            ("extras", "x"), ("groups", 3), ("type", 7), ("state", {}), ("kanazawa_demo", {}),
            ("title", "あ\x00い"), ("notes", "\ud800"), ("private", {"a": 1}), ("id", 3),
        ],
    )  # fmt: skip
    def test_of_the_wrong_kind_of_value_is_no_crash(self, refused, field, value):
        assert field in refused(**{field: value})
