"""Two real files become tables: uploaded, read, mended, matched, published, downloaded, fetched.

In Japanese and in English, by mouse; by keyboard alone in test_mend.py.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
import requests
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.chromium import Witness
from tests.browser.portal import Portal
from tests.browser.steward import KIND, SUMMARY, Steward, log_in, make_account
from tests.conftest import SHARED

FILES = {
    "events": SHARED / "data" / "real" / "takamatsu" / "events.xlsx",
    "plots": SHARED / "data" / "real" / "yaizu" / "222127_nouen.csv",
}
ROWS = {"events": 51, "plots": 9}
LANGUAGES = ("ja", "en")
pytestmark = pytest.mark.skipif(
    not all(path.is_file() for path in FILES.values()),
    reason="the real files of ../shared/data/real are not here",
)
Stewards = dict[str, Steward]


@pytest.fixture(scope="module")
def uploaded(portal: Portal, sample: dict[str, str], browser: Browser) -> Iterator[Stewards]:
    """Upload both files through the form in each language, and have them examined."""
    organization = sample["organization"]
    context = log_in(portal, browser, make_account(portal, organization))
    witness = Witness(portal.url)
    witness.watch(context)
    stewards: Stewards = {}
    for language in LANGUAGES:
        dataset = portal.action(
            "package_create",
            title=f"催しと市民農園（{language}）",
            notes="画面の確認に使うデータセットです。",
            kanazawa_theme=["administration"],
            owner_org=organization,
            license_id="CC-BY-4.0",
        )
        page = context.new_page()
        steward = Steward(portal, witness, page, language, dataset["name"])
        for key, path in FILES.items():
            steward.upload(key, path)
        page.goto(steward.address("events"))
        steward.seen["waiting"] = page.locator(SUMMARY).inner_text()
        stewards[language] = steward
    portal.do_jobs()
    yield stewards
    context.close()


@pytest.fixture(scope="module")
def published(portal: Portal, uploaded: Stewards) -> Stewards:
    """Publish the workbook mended and the CSV in a standard format, in each language."""
    for steward in uploaded.values():
        # The page that was left open has followed by itself.
        summary = steward.page.locator(SUMMARY)
        expect(summary).to_contain_text(steward.say("events"), timeout=30_000)
        steward.publish_mended("events")
        steward.match_columns("plots")
    portal.do_jobs()
    return uploaded


@pytest.fixture(params=LANGUAGES)
def steward(request: pytest.FixtureRequest, published: Stewards) -> Steward:
    """Return the steward of a language, with everything published."""
    return published[request.param]


def file_of(steward: Steward, page: Page, key: str, label: str) -> requests.Response:
    """Fetch what the link of a form leads to, as a visitor's program does."""
    page.goto(steward.address(key))
    link = page.locator(".kanazawa-schemas-forms").get_by_role("link", name=label, exact=True)
    return requests.get(str(link.get_attribute("href")), timeout=30)


def rows_of(label: str, content: bytes) -> list[Any]:
    """Read a form back."""
    if label.startswith("CSV"):
        text = content.decode("utf-8-sig" if label == "CSV" else "cp932")
        return list(csv.DictReader(io.StringIO(text)))
    if label == "XLSX":
        return (
            CalamineWorkbook.from_filelike(io.BytesIO(content))
            .get_sheet_by_index(0)
            .to_python()[1:]
        )
    if label == "GeoJSON":
        return json.loads(content)["features"]
    if label == "JSON":
        return json.loads(content)
    if label == "JSON Lines":
        return [json.loads(line) for line in content.splitlines()]
    return pl.read_parquet(io.BytesIO(content)).to_dicts()


class TestSteward:
    def test_is_told_that_the_file_is_examined(self, steward: Steward):
        assert steward.say("being examined") in steward.seen["events on arrival"]
        assert steward.say("waits") in steward.seen["waiting"]

    def test_reads_the_findings_and_goes_to_a_cell(self, steward: Steward):
        page = steward.page
        page.goto(steward.address("events"))
        page.get_by_role("link", name=steward.say("see")).click()
        page.get_by_label(steward.say("severity")).select_option("warning")
        page.locator(".kanazawa-schemas-filters button").click()
        first = page.locator(".kanazawa-schemas-findings tbody tr").first
        heading = first.locator(".kanazawa-schemas-heading").inner_text()
        first.get_by_role("link").click()
        expect(page.locator("#kz-preview-marked #kz-preview-meant")).to_be_in_viewport()
        assert page.locator(".kz-preview-table thead th").count() == 17
        assert heading in page.locator(".kz-preview-table thead").inner_text()

    def test_saw_the_cells_follow_the_switch(self, steward: Steward):
        all_on, one_off, on_again = steward.seen["cells"]
        assert one_off < all_on == on_again

    def test_dragged_a_column_to_its_place(self, steward: Steward):
        assert steward.seen["guessed"] == "名称"
        assert steward.seen["dragged"] == KIND
        assert steward.seen["filled"] == 1

    def test_sees_what_is_published(self, steward: Steward):
        steward.page.goto(steward.address("events"))
        expect(steward.page.locator(SUMMARY)).to_contain_text(steward.say("mended"))
        steward.page.goto(steward.address("plots"))
        expect(steward.page.locator(SUMMARY)).to_contain_text(steward.say("matched"))

    def test_met_no_error_on_the_way(self, steward: Steward):
        # Who leaves a page does not wait for what it fetches.
        troubles = [line for line in steward.witness.troubles if "ERR_ABORTED" not in line]
        assert not troubles


class TestVisitor:
    def test_sees_table_and_map(self, steward: Steward, page: Page, witness: Witness):
        page.goto(steward.address("plots", "/table"))
        expect(page.locator(".kz-preview-table tbody tr")).to_have_count(ROWS["plots"])
        page.locator("#kz-preview-map").click()
        expect(page.locator(".kz-map-list button")).to_have_count(ROWS["plots"])
        assert not witness.troubles

    @pytest.mark.parametrize(
        ("label", "media_type", "ending"),
        [
            ("CSV", "text/csv; charset=utf-8", "csv"),
            ("CSV (Shift_JIS)", "text/csv; charset=windows-31j", "csv"),
            (
                "XLSX",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "xlsx",
            ),
            ("GeoJSON", "application/geo+json", "geojson"),
            ("JSON", "application/json", "json"),
            ("JSON Lines", "application/x-ndjson", "jsonl"),
            ("Parquet", "application/vnd.apache.parquet", "parquet"),
        ],
    )
    def test_downloads_each_form(
        self, published: Stewards, page: Page, label: str, media_type: str, ending: str
    ):
        steward = published["ja"]
        for key, rows in ROWS.items():
            answer = file_of(steward, page, key, label)
            assert answer.headers["Content-Type"] == media_type
            assert re.search(
                rf"filename\*=UTF-8''\S+\.{ending}$", answer.headers["Content-Disposition"]
            )
            assert len(rows_of(label, answer.content)) == rows

    def test_gets_the_mended_table_and_the_file_as_it_came(self, steward: Steward, page: Page):
        events = rows_of("CSV", file_of(steward, page, "events", "CSV").content)
        assert not [row for row in events if "-" in row.values()]
        plots = rows_of("CSV", file_of(steward, page, "plots", "CSV").content)
        assert plots[0]["名称"] == "やまとファミリー農園（策牛）"
        for key, path in FILES.items():
            found = steward.portal.action("resource_show", id=steward.resources[key])
            assert requests.get(found["url"], timeout=30).content == path.read_bytes()

    def test_fetches_by_api(self, steward: Steward):
        api = f"{steward.portal.url}/api/3/action/datastore_search"
        wanted = {"resource_id": steward.resources["plots"], "q": "中里"}
        found = requests.get(api, wanted, timeout=30).json()["result"]
        assert (found["total"], found["records"][0]["緯度"]) == (1, 34.884095)
