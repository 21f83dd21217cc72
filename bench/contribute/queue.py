"""Measure the stewards' queue with 5,000 submissions against one of 50.

Usage::

    python -m bench.contribute.queue INI

Promised: a ratio of at most 2. The database that INI names gets the submissions and keeps them.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from bench.contribute.portal import account, call, median, municipality, opened

FEW, MANY = 50, 5_000
ROUNDS = 21
PROMISED = 2.0
THEMES = ("administration", "safety-environment", "education")


def main(ini: str) -> int:
    """Measure both; return 1 when the promise is broken."""
    with opened(ini):
        city, steward = municipality(), account(contributes=False)
        call("organization_member_create", id=city["id"], username=steward["name"], role="editor")
        fill(city["id"], FEW)
        few = measured(steward)
        fill(city["id"], MANY - FEW)
        many = measured(steward)
    ratio = many / few
    print(f"queue of {FEW}: {few * 1000:.1f} ms, of {MANY}: {many * 1000:.1f} ms")
    print(f"ratio {ratio:.2f} (promised: at most {PROMISED})")
    return 0 if ratio <= PROMISED else 1


def fill(municipality_id: str, number: int) -> None:
    """Let submissions wait, of all kinds and ages."""
    from ckanext.kanazawa.contribute.model.submission import Submission

    now = datetime.now(timezone.utc)
    model.Session.add_all(
        Submission(
            kind=("dataset", "correction", "report")[place % 3],
            state=("submitted", "in_review")[place % 2],
            revision=1,
            author_id="somebody",
            municipality=municipality_id,
            theme=THEMES[place % len(THEMES)],
            title=f"計測の投稿 {place}",
            checks={"cares": ["personal"], "needs_care": True} if place % 7 == 0 else {},
            submitted_at=now - timedelta(minutes=place),
        )
        for place in range(number)
    )
    model.Session.commit()
    model.Session.execute(sa.text("ANALYZE kanazawa_contribute_submission"))
    model.Session.commit()


def measured(steward: dict[str, Any]) -> float:
    """Return the median time of the queue's first page, filters changing, in seconds."""
    wishes: tuple[dict[str, Any], ...] = ({}, {"theme": THEMES[0]}, {"care": "any"})
    times = []
    for place in range(ROUNDS):
        model.Session.rollback()
        begin = time.perf_counter()
        call("kanazawa_contribute_review_list", steward["name"], **wishes[place % len(wishes)])
        times.append(time.perf_counter() - begin)
    return median(times)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
