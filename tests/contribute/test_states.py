"""The steps of a submission: what leads where, and what can never happen."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute.config import PENDING_STORAGE
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import PUBLIC, STEPS, steps_from
from ckanext.kanazawa.contribute.step import StepRefused, take_step


class TestTable:
    def test_only_the_portal_publishes_and_only_what_was_approved(self):
        leading = {name: step for name, step in STEPS.items() if step.after in PUBLIC}
        assert set(leading) == {"publish"}
        assert leading["publish"].before == {"approved"}
        assert leading["publish"].roles == {"portal"}

    def test_no_author_approves(self):
        approving = [step for step in STEPS.values() if step.after == "approved"]
        assert approving
        assert not any("author" in step.roles for step in approving)

    def test_an_author_of_a_returned_submission_may_submit_or_withdraw(self):
        assert steps_from("returned", "author") == ["submit", "withdraw"]


@pytest.mark.usefixtures("with_plugins", "clean_db")
class TestStep:
    @pytest.fixture
    def submission(self) -> Submission:
        submission = Submission(kind="dataset", author_id="someone", state="submitted", revision=2)
        model.Session.add(submission)
        model.Session.commit()
        return submission

    def test_a_step_changes_the_state_and_is_recorded(self, submission: Submission):
        take_step(submission.id, "take", "steward", "a-steward")
        model.Session.commit()
        line = model.Session.scalars(sa.select(Record)).one()
        assert submission.state == "in_review"
        assert (line.what, line.subject_id, line.revision) == ("take", submission.id, 2)
        assert line.details == {"from": "submitted", "to": "in_review"}

    def test_a_step_that_the_state_forbids_changes_nothing(self, submission: Submission):
        with pytest.raises(StepRefused) as refused:
            take_step(submission.id, "approve", "steward", "a-steward")
        assert "state" in refused.value.error_dict
        assert submission.state == "submitted"
        assert not model.Session.scalars(sa.select(Record)).all()

    def test_whoever_saw_an_older_revision_is_told(self, submission: Submission):
        with pytest.raises(StepRefused) as refused:
            take_step(submission.id, "take", "steward", "a-steward", revision=1)
        assert "revision" in refused.value.error_dict

    def test_one_person_has_one_number_in_the_record(self, submission: Submission):
        take_step(submission.id, "take", "steward", "a-steward")
        take_step(submission.id, "return", "steward", "a-steward")
        numbers = model.Session.scalars(sa.select(Record.actor)).all()
        assert len(numbers) == 2
        assert len(set(numbers)) == 1

    @pytest.mark.parametrize("change", [sa.update(Record).values(what="x"), sa.delete(Record)])
    def test_the_record_cannot_be_changed(self, submission: Submission, change: sa.Executable):
        take_step(submission.id, "take", "steward", "a-steward")
        model.Session.commit()
        with pytest.raises(sa.exc.InternalError, match="only ever added to"):  # pyright: ignore
            model.Session.execute(change)
        model.Session.rollback()


def test_there_is_no_submission_of_another_id(with_plugins: None, clean_db: None):
    with pytest.raises(tk.ObjectNotFound):
        take_step("unknown", "take", "steward", "a-steward")


def test_pending_files_are_stored_apart(with_plugins: None, ckan_config: dict[str, str]):
    assert ckan_config["ckan.files.default_storages.resource"] != PENDING_STORAGE
