"""Four people: a citizen corrects, a university registers, a company replaces, a steward decides.

The citizen and the university work in Japanese, the company in English, the steward in both;
the citizen's correction is made with the keyboard alone.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.browser import contributions
from tests.browser.contributions import ELSEWHERE, RIGHT, WRONG
from tests.browser.contributor import (
    PATIENCE_MS,
    SUBMITTED,
    Contributor,
    Reviewer,
    log_in,
)
from tests.browser.faulty import upload
from tests.browser.portal import Portal
from tests.browser.server import ROOT
from tests.schemas.tables.conftest import toilets

CITY = "kanazawa-city"
TOILETS = toilets(rows=4, encoding="utf-8-sig")
MESSY = (
    "令和8年 公衆トイレの調査\r\n\r\n名称,住所,緯度,経度,調べた日\r\n"
    "見本公園,金沢市見本町1,３６．５６,136.656,令和8年4月1日\r\n見本駅,,36.57,136.648,2026/5/1\r\n"
).encode("cp932")
LAST_YEAR = "団体,件数\r\n見本,1\r\n".encode("utf-8-sig")
THIS_YEAR = "団体,件数\r\n見本,2\r\n".encode("utf-8-sig")


@dataclass
class Story:
    """Everybody in it, and what was seen on the way.

    Attributes:
        seen: what tests judge.
    """

    portal: Portal
    citizen: Contributor
    university: Contributor
    company: Contributor
    steward: Reviewer
    toilets: dict[str, Any]
    figures: dict[str, Any]
    seen: dict[str, Any] = field(default_factory=dict)

    def file_of(self, resource: dict[str, Any]) -> bytes:
        """Return what visitors download now."""
        now = self.portal.action("resource_show", id=resource["id"])
        return requests.get(now["url"], timeout=60).content

    def wait(self, until: Callable[[], Any]) -> Any:
        """Wait until the worker has done something; return what `until` returned."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not (found := until()):
            assert time.monotonic() < end, "the worker did nothing"
            time.sleep(0.3)
        return found


def _dataset(portal: Portal, title: str, content: bytes, name: str) -> dict[str, Any]:
    dataset = portal.action(
        "package_create",
        title=title,
        notes="投稿の確認に使うデータセットです。",
        kanazawa_theme=["administration"],
        owner_org=CITY,
        license_id="CC-BY-4.0",
    )
    return upload(portal, dataset["id"], content, name)


@pytest.fixture(scope="module")
def worker(portal: Portal) -> Iterator[None]:
    """Run a worker as long as the story lasts, as production has one."""
    command = ["ckan", "-c", str(portal.ini), "jobs", "worker", "default"]
    environment = dict(portal.environment(portal.ini))
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="module")
def story(portal: Portal, browser: Browser, worker: None) -> Iterator[Story]:
    """Let it all happen; the tests then ask what was seen."""
    password = secrets.token_urlsafe(12)
    script = str(ROOT / "tests" / "browser" / "contributors.py")
    printed = portal.run(sys.executable, script, str(portal.ini), password, CITY)
    assert json.loads(printed.strip().splitlines()[-1])
    portal.action("user_create", name="shinsa", email="shinsa@example.com", password=password)
    portal.action("organization_member_create", id=CITY, username="shinsa", role="editor")

    def login(name: str, language: str) -> dict[str, Any]:
        return log_in(portal, browser, name, password, language)

    story = Story(
        portal,
        citizen=Contributor(**login("shimin", "ja")),
        university=Contributor(**login("kenkyu", "ja")),
        company=Contributor(**login("kaisha", "en")),
        steward=Reviewer(**login("shinsa", "ja")),
        toilets=_dataset(portal, "まちのトイレ", TOILETS, "トイレ.csv"),
        figures=_dataset(portal, "団体の件数", LAST_YEAR, "件数.csv"),
    )
    _university_begins(story)
    _company_replaces(story)
    contributions.sends_a_folder(story)
    contributions.opens_a_point_of_the_map(story)
    _citizen_corrects(story)
    contributions.revises_a_correction(story)
    _university_is_returned_once(story)
    _steward_approves(story)
    _steward_takes_one_down(story)
    yield story
    for person in (story.citizen, story.university, story.company, story.steward):
        person.page.context.close()


def _university_begins(story: Story) -> None:
    person = story.university
    person.open("/contribute")
    story.seen["root"] = person.begin("dataset")
    person.add_file("調査2026.csv", MESSY)
    person.look("contribute-files-sent")


def _company_replaces(story: Story) -> None:
    person = story.company
    person.begin("replacement", dataset=story.figures["package_id"])
    person.add_file("件数2026.csv", THIS_YEAR)
    person.go_on()
    person.credit()
    person.look("contribute-declarations")
    person.declare()
    person.page.locator("select[name^=resource-]").select_option(index=1)
    person.look("contribute-relation")
    person.go_on()
    person.submit("replacement")
    story.seen["while it waits"] = story.file_of(story.figures)


def _citizen_corrects(story: Story) -> None:
    """From the row in the table, by keyboard alone."""
    person, page = story.citizen, story.citizen.page
    resource = story.toilets
    person.open(f"/dataset/{resource['package_id']}/resource/{resource['id']}/table?row=4")
    person.look("contribute-row-in-table")
    for link in ("a[href*='/contribute/report?']", "main a[href*='/contribute/correct?']"):
        page.locator(link).last.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        person.look("contribute-report" if "report" in link else "contribute-correct")
    field = page.locator(f"input[value='{WRONG}']")
    for _ in range(80):
        page.keyboard.press("Tab")
        if field.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(ELSEWHERE)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(SUBMITTED)).to_be_visible()
    person.look("contribute-submitted-correction")


def _university_is_returned_once(story: Story) -> None:
    person, page, steward = story.university, story.university.page, story.steward
    # The page that was left open has followed by itself.
    found = page.locator(".kanazawa-contribute-findings")
    expect(found).to_be_visible(timeout=PATIENCE_MS)
    found.locator("summary").first.click()
    story.seen["findings"] = found.inner_text()
    person.look("contribute-files-examined")
    person.go_on()
    page.fill("#field-title_ja", "公衆トイレの調査")
    page.fill("#field-period_start", "いつか")
    person.go_on()
    story.seen["refused"] = page.locator("#problem-period_start").inner_text()
    person.look("contribute-about-refused")
    page.fill("#field-period_start", "2026")
    page.fill("#field-notes_ja", "歩いて調べました。")
    page.locator("input[name=kanazawa_theme]").first.check()
    person.go_on()
    person.look("contribute-credit")
    person.credit("CC-BY-4.0")
    person.declare()
    person.go_on()
    person.submit("dataset")
    steward.find("公衆トイレの調査")
    steward.decide("take")
    steward.decide("remark", _remark)
    steward.decide(
        "return", lambda form: form.locator("textarea").fill("説明を詳しくしてください。")
    )
    person.open("/inbox")
    person.look("contribute-inbox")
    page.goto(story.seen["root"])
    person.look("contribute-returned")
    story.seen["returned"] = page.locator(".kanazawa-contribute-next").inner_text()
    page.goto(f"{story.seen['root']}/edit/about")
    story.seen["remark"] = page.locator("#remark-notes_ja").inner_text()
    person.look("contribute-about-remarked")
    page.fill("#field-notes_ja", "2026年の春に、市内を歩いて調べた公衆トイレの位置です。")
    person.go_on()
    page.goto(f"{story.seen['root']}/edit/look")
    person.submit("dataset-again")


def _remark(form: Any) -> None:
    form.locator("select[name=place]").select_option("notes_translated")
    form.locator("textarea").fill("いつ調べたかを書いてください。")


def _why_returned(form: Any) -> None:
    form.locator("textarea").fill("説明を詳しくしてください。")


def _steward_approves(story: Story) -> None:
    steward = story.steward
    for title in ("公衆トイレの調査", "団体の件数", "まちのトイレ"):
        steward.find(title)
        steward.look(f"review-{title}")
        contributions.wait_for_checks(story)
        steward.approve()

    def published() -> dict[str, Any] | None:
        found = story.portal.action("package_search", q="title:公衆トイレの調査")["results"]
        done = story.file_of(story.figures) == THIS_YEAR
        return found[0] if found and done and story.file_of(story.toilets) != TOILETS else None

    story.seen["published"] = story.wait(published)
    story.seen["corrected"] = story.file_of(story.toilets)
    story.university.page.goto(story.seen["root"])
    story.university.look("contribute-published")


def _steward_takes_one_down(story: Story) -> None:
    steward, id = story.steward, story.seen["root"].rsplit("/", 1)[1]
    address = f"/dataset/{story.seen['published']['name']}"
    story.seen["open"] = requests.get(story.portal.url + address, timeout=60)
    steward.language = "en"
    steward.open(f"/review/{id}")

    def why(form: Any) -> None:
        form.locator("select[name=reason]").select_option("personal")
        form.locator("textarea").fill("個人の住所が入っていました。")

    steward.decide("take_down", why)
    steward.look("review-taken-down")
    story.seen["gone"] = requests.get(story.portal.url + address, timeout=60)
    story.university.page.goto(story.seen["root"])
    story.university.look("contribute-taken-down")
    story.seen["told"] = story.university.page.locator(".kanazawa-contribute-next").inner_text()


class TestStory:
    def test_each_row_of_a_folder_has_its_result(self, story: Story):
        made, also_made, refused = story.seen["folder"]
        assert "made" in made and "made" in also_made
        assert "refused" in refused and "none.csv" in refused
        assert story.seen["picture"] == 640

    def test_links_of_newcomers_are_text_for_the_steward(self, story: Story):
        assert "https://links.example/zu" in story.seen["links"]
        assert "href" not in story.seen["links"]

    def test_a_point_of_the_map_leads_to_its_row(self, story: Story):
        assert "トイレ.csv · 3行目" in story.seen["reported"]
        assert story.seen["correctable"] == 1

    def test_a_returned_correction_is_revised_in_its_place(self, story: Story):
        assert "いつ見ましたか。" in story.seen["asked"]
        assert ELSEWHERE in story.seen["found"], "the steward is told that it lies elsewhere"

    def test_only_the_wrong_position_is_corrected(self, story: Story):
        right = TOILETS.replace(WRONG.encode(), RIGHT.encode())
        assert story.seen["corrected"] == right != TOILETS

    def test_findings_and_refusals_are_told_where_they_belong(self, story: Story):
        assert "UTF-8" in story.seen["findings"]
        assert "いつか" in story.seen["refused"]

    def test_what_is_to_be_revised_is_told_beside_the_field(self, story: Story):
        assert "説明を詳しくしてください。" in story.seen["returned"]
        assert "いつ調べたかを書いてください。" in story.seen["remark"]

    def test_the_university_is_the_provider(self, story: Story):
        found = story.seen["published"]
        assert found["organization"]["title"] == "見本大学"
        assert "2026年の春" in found["notes"]
        assert story.seen["open"].status_code == 200

    def test_the_old_file_stays_public_until_the_new_one_is_approved(self, story: Story):
        assert story.seen["while it waits"] == LAST_YEAR
        assert story.file_of(story.figures) == THIS_YEAR

    def test_what_is_taken_down_is_gone_and_its_author_told(self, story: Story):
        assert story.seen["gone"].status_code in (404, 410)
        assert "調査2026" not in story.seen["gone"].text
        assert "個人の住所が入っていました。" in story.seen["told"]

    @pytest.mark.parametrize("who", ["citizen", "university", "company", "steward"])
    def test_every_page_is_accessible_fits_and_runs_clean(self, story: Story, who: str):
        person = getattr(story, who)
        assert not person.troubles, "\n".join(person.troubles)
        # A form that refuses answers so; the browser notes it.
        expected = ("422",) if who == "university" else ()
        assert [one for one in person.witness.troubles if not any(e in one for e in expected)] == []
