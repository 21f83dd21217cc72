"""What some pages need beyond the demonstration content; visitors see none of it."""

from __future__ import annotations

import secrets
from typing import Any

from tests.browser.portal import Portal

MEMBER = "hanako"


def make_sample(portal: Portal) -> dict[str, str]:
    """Return the names and ids by which the addresses of the pages are filled in.

    Keys: `dataset` with a stored file `resource`, its `organization`, an `activity` of it;
    `organization_activity`, a change of the organisation;
    `table`, a file in the DataStore of the private dataset `private`; `member`, a user of
    the organisation.
    """
    found = _dataset_with_file(portal)
    activities = portal.action("package_activity_list", id=found["dataset"], limit=1)
    _make_member(portal, found["organization"])
    private = _make_private(portal, found["organization"], "非公開の表")
    trash = _make_private(portal, found["organization"], "ごみ箱のデータセット")
    portal.action("package_delete", id=trash["id"])
    return {
        **found,
        "organization_activity": _change(portal, found["organization"]),
        "activity": activities[0]["id"],
        "private": private["name"],
        "table": _make_table(portal, private),
        "member": MEMBER,
    }


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
