"""Further parts of the story of contributors: a folder, a point of the map, a returned correction.

Each is given the story of `test_contribute.py`, and notes in `seen` what its tests judge.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.browser.contributor import NARROW, PATIENCE_MS, SUBMITTED
from tests.browser.test_pages import keep_picture

# The latitude of a row, what somebody mistypes for it (that is Hokkaido), and what is right.
WRONG, ELSEWHERE, RIGHT = "36.5602", "43.5702", "36.5702"


def sends_a_folder(story: Any) -> None:
    """Tried first, with a row that is refused; one of the others is a picture."""
    person, page = story.company, story.company.page
    person.open("/contribute/submissions/folder")
    person.look("contribute-folder")
    page.select_option("#field-municipality", index=1)
    file = {"name": "folder.zip", "mimeType": "application/zip", "buffer": _folder()}
    page.set_input_files("#field-upload", file)  # type: ignore[arg-type]
    for name in ("right", "no_personal_data", "people_agreed"):
        page.check(f"#field-{name}")
    person.press("main form.kanazawa-contribute-form [type=submit]")
    run = page.locator(".kanazawa-schemas-run")
    expect(run).to_be_visible(timeout=PATIENCE_MS)
    person.look("contribute-folder-tried")
    with page.expect_navigation():
        run.locator("button").click()
    made = page.locator("td a[href*='/contribute/submissions/']")
    expect(made).to_have_count(2, timeout=PATIENCE_MS)
    story.seen["folder"] = page.locator(".kanazawa-schemas-rows tbody tr").all_inner_texts()
    person.look("contribute-folder-submitted")
    with page.expect_navigation():
        made.first.click()
    story.seen["picture"] = page.locator(".kanazawa-contribute-picture img").evaluate(
        "async e => { e.loading = 'eager'; await e.decode(); return e.naturalWidth }"
    )
    person.look("contribute-picture")
    story.steward.open(f"/review/{page.url.rsplit('/', 1)[1]}")
    story.steward.decide("take")
    story.steward.look("review-links")
    story.seen["links"] = story.steward.page.locator(".kanazawa-review-links").inner_html()


def _folder() -> bytes:
    """Return a ZIP with a sheet of three rows: a picture with a link, a table, no file."""
    heads = "dataset_id,タイトル,説明,分野,データセット_関連ドキュメント,ファイル名"
    rows = (
        "zu,変電所の写真,変電所の外観です。,行財政,https://links.example/zu,写真.png",
        "hyo,電気の使用量,月ごとの合計です。,行財政,,使用量.csv",
        "nai,ないもの,ないものです。,行財政,,none.csv",
    )
    picture, target = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (640, 400), "#8899aa").save(picture, "PNG")
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("datasets.csv", "\r\n".join((heads, *rows)).encode("utf-8-sig"))
        archive.writestr("写真.png", picture.getvalue())
        archive.writestr("使用量.csv", "団体,件数\r\n見本,3\r\n".encode("utf-8-sig"))
    return target.getvalue()


def opens_a_point_of_the_map(story: Any) -> None:
    """On a phone: the point, its record, and what is wrong with it."""
    person, page, resource = story.citizen, story.citizen.page, story.toilets
    story.wait(lambda: story.portal.action("resource_show", id=resource["id"])["datastore_active"])
    person.open("/contribute/submissions/folder")
    person.look("contribute-folder")
    page.set_viewport_size({"width": NARROW, "height": 844})
    person.open(f"/dataset/{resource['package_id']}/resource/{resource['id']}/table?view=map")
    page.locator(".kz-map-list button").nth(1).click(timeout=PATIENCE_MS)
    link = page.locator(".kz-map-popup a[href*='/contribute/report?']")
    expect(link).to_be_visible()
    keep_picture(page, "contribute-map-popup-ja-390")
    # By key: the map may still be moving its point into sight, and the link with it.
    with page.expect_navigation(url="**/contribute/report?**"):
        link.press("Enter")
    story.seen["reported"] = page.locator("main").inner_text()
    person.look("contribute-report-from-map")
    story.seen["correctable"] = page.locator("main a[href*='/contribute/correct?']").count()


def wait_for_checks(story: Any) -> None:
    """Wait until the portal checked the submission that the steward looks at."""
    id = story.steward.page.url.rsplit("/", 1)[1]

    def is_checked() -> bool:
        found = story.portal.action("kanazawa_contribute_review_show", id=id)
        return found["checks"].get("revision") == found["revision"]

    story.wait(is_checked)


def revises_a_correction(story: Any) -> None:
    """It is revised where it was written, beside what the steward asks.

    The steward sees what the check of tables finds in the new value.
    """
    person, page, steward = story.citizen, story.citizen.page, story.steward
    steward.find("まちのトイレ")
    wait_for_checks(story)
    steward.page.reload()
    story.seen["found"] = steward.page.locator("#changes-found + ul").inner_text()
    steward.look("review-correction-found")
    steward.decide("take")
    steward.decide("return", lambda form: form.locator("textarea").fill("いつ見ましたか。"))
    page.reload()
    person.press("main a.btn-primary[href*='/contribute/correct?']")
    person.look("contribute-correct-returned")
    story.seen["asked"] = page.locator(".kanazawa-contribute-remark").inner_text()
    field = page.locator(f"input[value='{ELSEWHERE}']")
    expect(field).to_be_visible()
    field.fill(RIGHT)
    page.fill("#field-note", "2026年4月1日に見ました。")
    person.press("main form.kanazawa-contribute-form [type=submit]")
    expect(page.locator(SUBMITTED)).to_be_visible()
