"""What findings quote of private persons is for editors only."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.schemas.tables.examine.quotes import PERSONAL

LAWS = ("個人情報の保護に関する法律", "特定の個人を識別するための番号")


def test_every_finding_on_private_persons_is_known_as_one():
    about = {
        code
        for code, entry in catalogue().items()
        if any(law in entry.get("source", "") for law in LAWS)
    }
    assert about - PERSONAL == set()
    assert {"person-in-text", "person-as-body", "birthday-in-text"} <= about
