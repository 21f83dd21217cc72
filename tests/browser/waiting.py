"""Make a submission that waits for stewards; a process of its own, as `account.py`.

    python tests/browser/waiting.py INI DATASET

Prints the id of a proposal that changes the dataset, by a contributor it makes, and the id of
the dataset, to which another one was published.
"""

from __future__ import annotations

import sys
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.cli import load_config
from ckan.config.middleware import make_app


def main(ini: str, dataset: str) -> None:
    """Make the contributor and the proposal."""
    application: Any = make_app(load_config(ini))
    with application._wsgi_app.test_request_context():
        submission_id, public_id = _made(dataset)
        print(submission_id)
        print(public_id)


def _made(reference: str) -> tuple[str, str]:
    """Make two proposals: one that waits, one that was published; return their ids."""
    from ckanext.kanazawa.contribute import config
    from ckanext.kanazawa.contribute.model.account import Account
    from ckanext.kanazawa.contribute.publication.publish import publish
    from ckanext.kanazawa.contribute.step import take_step
    from ckanext.kanazawa.contribute.submissions.live import base_of
    from ckanext.kanazawa.contribute.submissions.revise import Start, begin, save

    dataset = tk.get_action("package_show")({"ignore_auth": True}, {"id": reference})  # type: ignore[arg-type]
    user = model.User(name="mihon-contributor", email="mihon@example.com")
    model.Session.add(user)
    model.Session.flush()
    now: Any = sa.func.clock_timestamp()
    account = Account(user_id=user.id, display_name="見本 太郎", address=user.email)
    account.address_confirmed_at = account.terms_accepted_at = now
    account.terms_version = config.terms_version()
    model.Session.add(account)
    proposals = (
        {"tags": [{"name": "見本"}]},
        {
            "title_translated": {"ja": "見本の題名（改訂の案）"},
            "notes_translated": {"ja": "説明を、使う人に分かるように書き直しました。"},
        },
    )
    made = []
    for fields in proposals:
        start = Start(
            kind="addition",
            author_id=user.id,
            municipality=dataset["owner_org"],
            dataset_id=dataset["id"],
            credit={"how": "name", "name": "見本 太郎"},
        )
        submission, _is_new = begin(start)
        save(submission.id, user.id, fields, [], {"right": True}, base=base_of(dataset["id"]))
        take_step(submission.id, "submit", "author", user.id)
        submission.submitted_at = now
        model.Session.flush()
        take_step(submission.id, "take", "steward", user.id)
        made.append(submission)
    public, waiting = made
    take_step(public.id, "approve", "steward", "admin")
    public.approved_by, public.approved_revision = "admin", public.revision
    model.Session.commit()
    publish(public.id)
    assert public.state == "published", public.checks
    return waiting.id, dataset["id"]


if __name__ == "__main__":
    main(*sys.argv[1:3])
