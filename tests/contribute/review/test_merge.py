"""Duplicates are merged: one goes on, the other points to it, both contributors are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.step import take_step
from tests.contribute.published import again
from tests.contribute.review.test_decide import act, approve, told

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Propose = Callable[..., Submission]
NO_FILES: dict[str, Any] = {"files": ()}


@pytest.fixture
def twice(propose: Propose) -> tuple[Submission, Submission]:
    """Return two submissions of the same, by two people."""
    first, second = propose(**NO_FILES), propose(**NO_FILES)
    second.credit = {"how": "name", "name": "見本太郎"}
    model.Session.commit()
    return first, second


class TestMerge:
    def test_one_goes_on_and_both_are_told_and_named(
        self, twice: Any, steward: Any, work: Any, app: Any
    ):
        first, second = twice
        sent = {"verb": "merge", "revision": "1", "into": first.id}
        headers = {"Authorization": steward["token"]}
        assert f'value="{first.id}"' in app.get(f"/review/{second.id}", headers=headers).body
        answer = app.post(
            f"/review/{second.id}", data=sent, headers=headers, follow_redirects=False
        )
        assert answer.status_code == 302
        second = again(second)
        assert (second.state, second.merged_into) == ("merged", first.id)
        assert told(second.author_id) == ["submission-merged"]
        assert told(first.author_id) == ["submission-joined"]
        lines = sa.select(Record.what, Record.details).where(
            Record.subject_id.in_((first.id, second.id))
        )
        found = {what: details for what, details in model.Session.execute(lines)}
        assert found["merge"]["into"] == first.id
        assert found["join"]["from"] == second.id
        assert f"#{first.number}" in app.get(f"/review/{second.id}", headers=headers).body
        approve(steward, first)
        work("contribute-publish")
        dataset = call_action("package_show", id=again(first).dataset_id)
        assert dataset["kanazawa_credit"] == "見本花子、見本太郎"
        assert told(second.author_id)[-1] == "submission-merged-published"

    def test_one_s_name_may_be_left_out_and_the_end_of_the_other_is_told(
        self, twice: Any, steward: Any
    ):
        first, second = twice
        act(steward, "merge", second, revision=1, into=f"#{first.number}", left_out="true")
        assert again(second).credit["left_out"] is True
        act(steward, "reject", first, revision=1, reason="scope")
        assert told(second.author_id)[-1] == "submission-merged-ended"
        take_step(second.id, "appeal", "author", second.author_id)
        model.Session.commit()
        assert again(second).state == "submitted"

    def test_not_into_itself_nor_into_what_ended_or_is_of_others(
        self, twice: Any, steward: Any, other_municipality: Any
    ):
        first, second = twice
        elsewhere, ended = again(first), again(second)
        for into in (second.id, "999999", "", "no-such"):
            with pytest.raises(tk.ValidationError) as refused:
                act(steward, "merge", second, revision=1, into=into)
            assert set(refused.value.error_dict) == {"into"}
        act(steward, "merge", ended, revision=1, into=first.id)
        with pytest.raises(tk.ValidationError):
            act(steward, "merge", elsewhere, revision=1, into=ended.id)
        model.Session.rollback()
        assert again(first).state == "in_review"
