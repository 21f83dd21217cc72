"""What some pages need beyond the demonstration content; visitors see none of it."""

from __future__ import annotations

import io
import secrets
import sys
import zipfile
from typing import Any

import requests

from tests.browser.faulty import make_faulty
from tests.browser.portal import Portal
from tests.browser.server import ROOT

MEMBER = "hanako"


def make_sample(portal: Portal) -> dict[str, str]:
    """Return the names and ids by which the addresses of the pages are filled in.

    Keys: `dataset` with a stored file `resource`, its `organization`, an `activity` of it;
    `organization_activity`, a change of the organisation;
    `table`, a file in the DataStore of the private dataset `private`; `member`, a user of
    the organisation; `places_table`, 60 places in the DataStore of the public dataset `places`;
    `faulty_table`, an examined table with faults in the public dataset `faulty`, with
    `timetable`, a bus timetable; `undone`, a correction of that table which its
    newest file undoes; `check`, a result of the desk; `import`, a folder that was
    tried.
    """
    found = _dataset_with_file(portal)
    activities = portal.action("package_activity_list", id=found["dataset"], limit=1)
    _make_member(portal, found["organization"])
    private = _make_private(portal, found["organization"], "非公開の表")
    faulty = make_faulty(portal, found["organization"])
    trash = _make_private(portal, found["organization"], "ごみ箱のデータセット")
    portal.action("package_delete", id=trash["id"])
    return {
        **found,
        "organization_activity": _change(portal, found["organization"]),
        "activity": activities[0]["id"],
        "private": private["name"],
        "table": _make_table(portal, private),
        **_make_places(portal, found["organization"]),
        **faulty,
        "member": MEMBER,
        **_waiting(portal, found["dataset"], faulty["faulty_table"]),
        "check": _checked(portal),
        "import": _tried(portal),
    }


def _waiting(portal: Portal, dataset: str, table: str) -> dict[str, str]:
    """Make a submission that waits for stewards, and a question about it to a section."""
    script = str(ROOT / "tests" / "browser" / "waiting.py")
    printed = portal.run(sys.executable, script, str(portal.ini), dataset, table)
    submission, public, undone = printed.strip().splitlines()[-3:]
    asked = {"section": "公園緑地課", "question": "この説明は正しいですか。"}
    answer = portal.action("kanazawa_contribute_review_ask", id=submission, **asked)
    remark = {"place": "notes_translated", "text": "出典も書いてください。"}
    portal.action("kanazawa_contribute_review_remark", id=submission, **remark)
    token = answer["link"].rsplit("/", 1)[1]
    return {"submission": submission, "inquiry": token, "history": public, "undone": undone}


def _checked(portal: Portal) -> str:
    """Have a table checked at the desk; return the token of the result."""
    headings = ("ID", "名称", "名称_カナ", "緯度", "経度", "設置位置", "男性トイレ総数")
    rows = ((f"{n}", f"公園{n}", "ｺｳｴﾝ", "136.6", "36.5", "園内", "一") for n in range(1, 80))
    table = "\r\n".join(",".join(row) for row in (headings, *rows))
    answer = requests.post(
        f"{portal.url}/tables/check",
        files={"upload": ("公衆トイレ.csv", table.encode("cp932"))},
        data={"format": "public-toilet"},
        timeout=60,
    )
    return answer.url.rsplit("/", 1)[1]


def _tried(portal: Portal) -> str:
    """Have a folder tried, of which one row is refused; return its id."""
    headings = "提供者,データセット_タイトル,データセット_概要,データセット_分類,ファイル名,色"
    rows = (
        "金沢市,見本のごみ集積所,市内のごみ集積所の位置,行財政,下/集積所.csv,",
        "金沢市,見本の公園,市内の公園,公園,公園.csv,",
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("datasets.csv", "\r\n".join((headings, *rows)))
        for name in ("下/集積所.csv", "公園.csv", "控え.csv"):
            archive.writestr(name, "名称,緯度,経度\r\n見本,36.56,136.65\r\n")
    answer = requests.post(
        f"{portal.url}/api/3/action/kanazawa_schemas_import_create",
        files={"upload": ("見本のフォルダー.zip", target.getvalue())},
        headers={"Authorization": portal.token},
        timeout=60,
    )
    portal.do_jobs()
    return answer.json()["result"]["id"]


def _dataset_with_file(portal: Portal) -> dict[str, str]:
    for dataset in portal.action("package_search", rows=100, sort="name asc")["results"]:
        for resource in dataset["resources"]:
            if resource["url_type"] == "upload":
                return {
                    "dataset": dataset["name"],
                    "resource": resource["id"],
                    "organization": dataset["organization"]["name"],
                }
    raise AssertionError("the demonstration content holds no dataset with a stored file")


def _make_member(portal: Portal, organization: str) -> None:
    """Make a user who is an editor of the organisation."""
    portal.action(
        "user_create",
        name=MEMBER,
        fullname="見本 花子",
        email="hanako@example.com",
        password=secrets.token_urlsafe(12),
    )
    portal.action("organization_member_create", id=organization, username=MEMBER, role="editor")


def _change(portal: Portal, organization: str) -> str:
    """Save the organisation as it is; return the id of the record of this change."""
    portal.action("organization_patch", id=organization)
    records = portal.action("organization_activity_list", id=organization)
    changes = [entry for entry in records if entry["activity_type"] == "changed organization"]
    return changes[0]["id"]


def _make_private(portal: Portal, organization: str, title: str) -> dict[str, Any]:
    """Make a dataset only its organisation sees."""
    return portal.action(
        "package_create",
        title=title,
        notes="画面の確認に使うデータセットです。",
        kanazawa_theme=["administration"],
        owner_org=organization,
        license_id="CC-BY-4.0",
        private=True,
    )


def _make_table(portal: Portal, dataset: dict[str, Any]) -> str:
    """Put a small table into the DataStore; return the id of its file."""
    table = portal.action(
        "datastore_create",
        resource={"package_id": dataset["id"], "name": "見本の表"},
        fields=[{"id": "名称", "type": "text"}, {"id": "数", "type": "int"}],
        records=[{"名称": "見本公園", "数": 1}],
    )
    return table["resource_id"]


def _make_places(portal: Portal, organization: str) -> dict[str, str]:
    """Put places with positions, dates and numbers into the DataStore of a public dataset."""
    dataset = portal.action(
        "package_create",
        title="見本の避難所",
        notes="画面の確認に使うデータセットです。",
        kanazawa_theme=["administration"],
        owner_org=organization,
        license_id="CC-BY-4.0",
    )
    types = {"収容人数": "int", "緯度": "float", "経度": "float", "開設日": "date"}
    names = ("名称", "種別", "住所", "電話番号", "収容人数", "緯度", "経度", "開設日", "説明")
    table = portal.action(
        "datastore_create",
        resource={"package_id": dataset["id"], "name": "見本の避難所一覧", "format": "CSV"},
        fields=[{"id": name, "type": types.get(name, "text")} for name in names],
        records=[dict(zip(names, _place(number), strict=True)) for number in range(60)],
    )
    return {"places": dataset["name"], "places_table": table["resource_id"]}


def _place(number: int) -> tuple[Any, ...]:
    """Return a row of the sample; two have no position that can be used."""
    kind = ("学校", "公民館", "公園")[number % 3]
    north, east = 36.50 + (number % 10) * 0.02, 136.58 + (number // 10) * 0.03
    if number in (7, 8):
        north, east = (None, None) if number == 7 else (0, 0)
    return (
        *(f"見本{kind}{number + 1:02d}", kind, f"石川県金沢市見本町{number + 1}番地"),
        *(f"076-000-{number:04d}", 50 + number * 37 % 400, north, east),
        *(
            f"20{10 + number % 15}-0{1 + number % 9}-15",
            "地震のときに開く避難所です。" * (number % 9),
        ),
    )
