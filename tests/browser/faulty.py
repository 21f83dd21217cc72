"""A table with faults and a bus timetable, examined: for the pages that show and mend them."""

from __future__ import annotations

from typing import Any

import requests

from tests.browser.portal import Portal
from tests.browser.server import ROOT
from tests.schemas.tables.conftest import toilets

NAME = "公衆トイレ一覧.csv"
TIMETABLE = ROOT / "demo" / "files" / "172014_flatbus_konohana_gtfs.zip"


def make_faulty(portal: Portal, organization: str) -> dict[str, str]:
    """Return `faulty`, a public dataset, `faulty_table`, its examined CSV in Shift_JIS, and
    `timetable`, its GTFS-JP.
    """
    dataset = portal.action(
        "package_create",
        title="直すところのある公衆トイレ一覧",
        notes="画面の確認に使うデータセットです。",
        kanazawa_theme=["administration"],
        owner_org=organization,
        license_id="CC-BY-4.0",
    )
    content = toilets(rows=70, faults=60).replace("見本公園トイレ7,".encode("cp932"), b" A,")
    resource = upload(portal, dataset["id"], content, NAME)
    timetable = upload(portal, dataset["id"], TIMETABLE.read_bytes(), TIMETABLE.name)
    portal.do_jobs()
    return {
        "faulty": dataset["name"],
        "faulty_table": resource["id"],
        "timetable": timetable["id"],
    }


def upload(portal: Portal, dataset_id: str, content: bytes, name: str) -> dict[str, Any]:
    """Add a file to a dataset through the API, as any client would; return the resource."""
    answer = requests.post(
        f"{portal.url}/api/3/action/resource_create",
        data={"package_id": dataset_id, "name": name},
        files={"upload": (name, content)},
        headers={"Authorization": portal.token},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]
