"""Let 50 contributors submit at once over HTTP: none lost, none doubled, no 5xx.

Usage::

    python -m bench.contribute.at_once INI

Serves the portal of INI with gunicorn (2 workers); each contributor begins a submission, adds a
file, and submits; every request is sent twice, as an impatient click does.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import ckan.model as model
import requests
import sqlalchemy as sa

from bench.contribute.portal import account, municipality, opened
from bench.contribute.publish import FIELDS, table
from ckanext.kanazawa.launcher.network import free_port
from tests.browser.server import Server

PEOPLE = 50
TIMEOUT_S = 300
DECLARED = {"right": True, "no_personal_data": True, "people_agreed": True}


def main(ini: str) -> int:
    """Let them submit; return 1 when one was lost, doubled or failed."""
    with opened(ini):
        city = municipality()
        people = [account() for _number in range(PEOPLE)]
        model.Session.remove()
        environment = {**os.environ, "CKAN_INI": str(Path(ini).resolve())}
        log = Path(tempfile.mkdtemp(prefix="kanazawa-at-once-")) / "log"
        server = Server(f"http://127.0.0.1:{free_port()}", environment, log)
        server.start()
        try:
            answers, seconds = _all_at_once(server.url, city["id"], people)
        finally:
            server.stop()
        submitted = _submitted([one["id"] for one in people])
    worst = max(answers)
    print(f"{PEOPLE} contributors in {seconds:.1f} s: {len(answers)} requests, worst {worst}")
    print(f"submitted: {len(submitted)} by {len(set(submitted))} people")
    return 0 if worst < 500 and len(submitted) == len(set(submitted)) == PEOPLE else 1


def _all_at_once(
    url: str, municipality_id: str, people: list[dict[str, Any]]
) -> tuple[list[int], float]:
    gate, answers = threading.Barrier(len(people)), []

    def work(person: dict[str, Any], number: int) -> None:
        gate.wait()
        answers.extend(_submit(url, municipality_id, person["token"], number))

    threads = [
        threading.Thread(target=work, args=(person, number)) for number, person in enumerate(people)
    ]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, time.perf_counter() - begin


def _submit(url: str, municipality_id: str, token: str, number: int) -> list[int]:
    """Submit one thing, every request twice; return the statuses."""
    statuses = []

    def twice(verb: str, **sent: Any) -> dict[str, Any]:
        action = f"{url}/api/3/action/kanazawa_contribute_submission_{verb}"
        answer: Any = None
        for _time in range(2):
            answer = requests.post(
                action, headers={"Authorization": token}, timeout=TIMEOUT_S, **sent
            )
            statuses.append(answer.status_code)
        return answer.json().get("result") or {}

    begun = {
        "request_key": "first",
        "municipality": municipality_id,
        "fields": FIELDS,
        "declarations": DECLARED,
        "credit": {"how": "anonymous"},
    }
    submission_id = twice("create", json=begun).get("id", "")
    upload = {"upload": ("計測.csv", table(number))}
    twice("file_add", data={"id": submission_id}, files=upload)
    twice("submit", json={"id": submission_id})
    return statuses


def _submitted(people: list[str]) -> list[str]:
    from ckanext.kanazawa.contribute.model.submission import Submission

    query = sa.select(Submission.author_id).where(
        Submission.author_id.in_(people), Submission.state == "submitted"
    )
    return [str(author) for author in model.Session.scalars(query)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
