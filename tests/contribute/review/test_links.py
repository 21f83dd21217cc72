"""Links of somebody of whom nothing was published: text for stewards, who decide them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.submissions.links import links_in
from tests.contribute.published import FIELDS, again
from tests.contribute.review.test_decide import act, approve

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Propose = Callable[..., Submission]
TEXT = (
    "詳しくは [案内](https://a.example/p?q=1) と https://b.example/p、www.c.example/x "
    "または mail@d.example へ。\n\n[e]: https://e.example"
)
LINKED = {
    **FIELDS,
    "notes_translated": {"ja": TEXT},
    "url": "https://f.example/",
    "documentation": ["https://g.example/1", "https://g.example/2"],
}
HOSTS = [f"{name}.example" for name in "abcdefg"]


def published(submission: Submission, work: Any) -> dict[str, Any]:
    work("contribute-publish")
    return call_action("package_show", id=again(submission).dataset_id)


class TestLinks:
    def test_every_way_of_writing_one_is_found(self):
        found = " ".join(links_in(LINKED))
        assert all(host in found for host in HOSTS)

    def test_an_approval_has_to_decide_them(
        self, app: Any, propose: Propose, steward: Any, steward_headers: Any
    ):
        submission = propose(fields=LINKED, files=())
        with pytest.raises(tk.ValidationError) as refused:
            approve(steward, submission)
        assert set(refused.value.error_dict) == {"links"}
        assert again(submission).state == "in_review"
        page = app.get(f"/review/{submission.id}", headers=steward_headers).body
        assert 'name="links"' in page and "https://f.example/" in page
        assert not any(f'href="https://{host}' in page for host in HOSTS)
        assert not any(f'href="http://{host}' in page for host in HOSTS)

    def test_left_out_nobody_can_follow_one(
        self, app: Any, propose: Propose, steward: Any, work: Any
    ):
        submission = propose(fields=LINKED)
        approve(steward, submission, links="leave-out")
        dataset = published(submission, work)
        assert not any(host in str(dataset) for host in HOSTS)
        assert "詳しくは 案内 と […]" in dataset["notes"]
        page = app.get(f"/dataset/{dataset['name']}").body
        assert not any(host in page for host in HOSTS)

    def test_let_pass_they_are_published_as_they_are(
        self, propose: Propose, steward: Any, work: Any
    ):
        submission = propose(fields=LINKED)
        approve(steward, submission, links="publish")
        dataset = published(submission, work)
        assert dataset["url"] == LINKED["url"] and dataset["notes"] == TEXT

    def test_after_the_first_publication_they_wait_no_more(
        self, propose: Propose, steward: Any, person: Any, work: Any
    ):
        submission = propose(fields=LINKED, author=person["id"])
        public = sa.update(Account).where(Account.user_id == person["id"])
        model.Session.execute(public.values(public_at=sa.func.clock_timestamp()))
        model.Session.commit()
        assert act(steward, "show", submission)["links_waiting"] == []
        approve(steward, submission)
        assert published(submission, work)["url"] == LINKED["url"]
