from __future__ import annotations

import pytest
from ckan.tests.helpers import call_action

from tests.factories import Dataset

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


@pytest.fixture
def dataset(city):
    """Return a dataset with a word of its own in each searched field."""
    return Dataset(
        owner_org=city["id"],
        title=None,
        title_translated={"ja": "公衆トイレ一覧", "en": "Restrooms"},
        kanazawa_title_kana="コウシュウトイレ",
        kanazawa_theme=["administration", "welfare-health"],
        kanazawa_area=["172014", "172103"],
        kanazawa_section_translated={"ja": "環境政策課", "en": "Environment"},
        kanazawa_standard="public_toilet",
        contact=[{"name": "衛生係"}],
        resources=[{"url": "https://example.jp/a.csv", "name": "令和八年度便所台帳"}],
    )


class TestFacets:
    def test_hold_our_fields(self, dataset):
        fields = ["vocab_kanazawa_theme", "vocab_kanazawa_area", "kanazawa_municipality",
                  "kanazawa_provider_kind", "kanazawa_standard", "license_id"]  # fmt: skip
        found = call_action("package_search", **{"facet.field": fields})["search_facets"]
        names = {field: {item["name"] for item in found[field]["items"]} for field in fields}
        assert names == {
            "vocab_kanazawa_theme": {"administration", "welfare-health"},
            "vocab_kanazawa_area": {"172014", "172103"},
            "kanazawa_municipality": {"172014"},
            "kanazawa_provider_kind": {"city"},
            "kanazawa_standard": {"public_toilet"},
            "license_id": {"CC-BY-4.0"},
        }

    def test_filter(self, dataset):
        query = "+vocab_kanazawa_area:172103 +kanazawa_provider_kind:city"
        assert call_action("package_search", fq=query)["count"] >= 1
        assert call_action("package_search", fq="vocab_kanazawa_area:172090")["count"] == 0


class TestWords:
    def test_of_every_text_find_the_dataset(self, dataset):
        words = ("トイレ", "Restrooms", "コウシュウ", "環境政策課", "Environment", "衛生係",
                 "便所台帳", "社会保障", "金沢市")  # fmt: skip
        for word in words:
            found = call_action("package_search", q=word)["results"]
            assert dataset["id"] in {result["id"] for result in found}, word
