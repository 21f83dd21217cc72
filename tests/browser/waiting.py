"""Make a submission that waits for stewards; a process of its own, as `account.py`.

    python tests/browser/waiting.py INI DATASET TABLE

Prints the id of a proposal that changes the dataset, by a contributor it makes, the id of the
dataset, to which another one was published, and the id of a published correction of the table
(id of a resource) that its newest file undoes. A deputy, a text for replies and a standing
approval are settled, too.
"""

from __future__ import annotations

import sys
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.cli import load_config
from ckan.config.middleware import make_app


def main(ini: str, dataset: str, table: str) -> None:
    """Make the contributor, the proposals, and what stewards settle beforehand."""
    application: Any = make_app(load_config(ini))
    with application._wsgi_app.test_request_context():
        submission_id, public_id = _made(dataset)
        undone_id = _undone(table)
        _settled(public_id)
        print(submission_id)
        print(public_id)
        print(undone_id)


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


def _undone(resource_id: str) -> str:
    """Make a correction that the newest edition of a table undoes; return its id."""
    from ckanext.kanazawa.contribute.model.revision import Revision
    from ckanext.kanazawa.contribute.model.submission import Submission
    from ckanext.kanazawa.contribute.model.undone import Undone
    from ckanext.kanazawa.schemas.shared import Edition

    edition, resource = Edition.newest(resource_id), model.Resource.get(resource_id)
    assert edition is not None
    assert resource is not None
    row = {"number": 3, "key": {"ID": "0000000001"}}
    change = {"row": row, "column": "緯度", "old": "36.5601", "new": "36.5701"}
    now: Any = sa.func.clock_timestamp()
    made = Submission(kind="correction", state="published", revision=1, title="トイレの位置の訂正")
    made.municipality, made.dataset_id = resource.package.owner_org, resource.package_id
    made.resource_id, made.submitted_at, made.published_at = resource_id, now, now
    model.Session.add(made)
    model.Session.flush()
    revision = Revision(submission_id=made.id, number=1, fields={"changes": [change]}, sha256="0")
    revision.files, revision.declarations = [], {}
    row_of = Undone(submission_id=made.id, resource_id=resource_id, edition_id=edition.id)
    row_of.changes, row_of.kept = [change], []
    model.Session.add_all([revision, row_of])
    model.Session.commit()
    return made.id


def _settled(dataset_id: str) -> None:
    """Settle a deputy, a text for replies and a standing approval."""
    from ckanext.kanazawa.contribute.model.body import Body
    from ckanext.kanazawa.contribute.model.deputy import Deputy
    from ckanext.kanazawa.contribute.model.reply_template import ReplyTemplate
    from ckanext.kanazawa.contribute.model.standing import Standing

    city = model.Package.get(dataset_id).owner_org  # type: ignore[union-attr]
    user = model.User.by_name("mihon-contributor")
    assert user is not None
    body = Body(name="settled-body", title="見本の団体", kind="company", municipality=city)
    model.Session.add(body)
    model.Session.flush()
    model.Session.add_all(
        [
            Deputy(municipality=city, user_id=user.id, named_by=user.id),
            ReplyTemplate(municipality=city, purpose="return", title="説明が短い", text="詳しく。"),
            Standing(body_id=body.id, given_by=user.id, reason="よい投稿が続いた"),
        ]
    )
    model.Session.commit()


if __name__ == "__main__":
    main(*sys.argv[1:4])
