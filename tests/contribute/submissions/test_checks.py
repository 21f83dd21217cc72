"""What the portal looks at by itself once something is submitted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.review.queue import cares
from ckanext.kanazawa.schemas.shared import put_job
from tests.contribute.published import FIELDS, SURVEY, again, stored
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Propose = Callable[..., Submission]
PERSONAL = "氏名,電話番号,生年月日\r\n見本花子,090-1234-5678,1990-01-02\r\n".encode()


@pytest.fixture
def checked(work: Any) -> Callable[[Submission], dict[str, Any]]:
    """Return what checks a submission by the job and gives what was found."""

    def check(submission: Submission) -> dict[str, Any]:
        put_job("contribute-check", submission.id)
        model.Session.commit()
        assert ("contribute-check", "done") in work("contribute-check")
        return again(submission).checks

    return check


class TestChecks:
    def test_nothing_to_look_at(self, propose: Propose, checked: Any):
        files = ((toilets(3, faults=0), "ベンチ.csv", {}),)
        found = checked(propose(files=files, fields={**FIELDS}))
        assert (found["revision"], found["files"]) == (1, {"file0": None})
        assert found["malware"] == {"file0": {"state": "off"}}
        assert found["links"] == {"hosts": [], "fields": [], "held": True}

    def test_personal_data_links_and_the_same_again(self, propose: Propose, checked: Any):
        link = {"notes_translated": {"ja": "https://advert.example.com/x を見て"}}
        files = ((PERSONAL, "名簿.csv", {}),)
        first = propose(files=files, fields={**FIELDS, **link})
        second = propose(files=files, fields={**FIELDS, **link})
        found = checked(second)
        assert found["personal"]["files"].keys() == {"file0"}
        assert found["links"]["hosts"] == ["advert.example.com"]
        assert first.id in found["pending_duplicates"]
        assert {"personal", "links", "pending_duplicates"} <= set(cares(again(second).checks))

    def test_a_public_dataset_of_the_same_title(
        self, propose: Propose, checked: Any, municipality: Any
    ):
        from tests.factories import Dataset

        live = Dataset(
            owner_org=municipality["id"], title_translated={"ja": "同じ 題名"}, title=None
        )
        titled = propose(files=(), fields=FIELDS)
        titled.title = "同じ題名"
        model.Session.commit()
        found = checked(titled)
        assert [(one["dataset_id"], one["by"]) for one in found["duplicates"]] == [
            (live["id"], ["title"])
        ]
        assert "duplicates" in cares(again(titled).checks)

    def test_bytes_that_are_not_those_that_came(
        self, propose: Propose, checked: Any, storage_folder: Path
    ):
        submission = propose(files=SURVEY)
        (path,) = stored(storage_folder, "pending")
        path.write_bytes(b"<html>other</html>")
        assert checked(submission)["files"] == {"file0": "changed"}
        path.unlink()
        assert checked(submission)["files"] == {"file0": "lost"}
        assert "files" in cares(again(submission).checks)

    def test_a_scanner_that_finds_something(
        self,
        propose: Propose,
        checked: Any,
        ckan_config: Any,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ):
        scanner = tmp_path / "scanner"
        scanner.write_text('#!/bin/sh\necho "$1: Sample.Virus"\nexit 1\n')
        scanner.chmod(0o755)
        option = "ckanext.kanazawa.contribute.malware_command"
        monkeypatch.setitem(ckan_config, option, str(scanner))
        found = checked(propose(files=SURVEY))
        assert found["malware"] == {"file0": {"state": "found", "name": "Sample.Virus"}}
        assert "malware" in found["cares"]

    def test_what_ended_is_not_checked(self, propose: Propose, checked: Any):
        assert checked(propose(files=(), state="rejected")) == {}
