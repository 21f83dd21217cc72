"""Every path and every action, as three readers: the twin is found, the pending item never."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import ckan.model as model
import pytest
from ckan import logic

from ckanext.kanazawa.contribute.model.submission import Submission
from tests.contribute.leaks import addresses, arguments
from tests.contribute.leaks.content import OPEN, Content, Item, make

# The readers ask this often at least before the test believes that it looked.
FEWEST_PAGES, FEWEST_CALLS = 900, 1_100

# (who, page or action) → nothing there is a proposal: all stewards look after all accounts.
FOR_STAFF = {
    ("other-steward", "/review/people"),
    ("other-steward", "kanazawa_contribute_account_list"),
}


@pytest.fixture
def content(
    city: dict[str, Any],
    other_steward: dict[str, Any],
    make_person: Callable[..., dict[str, Any]],
    propose: Callable[..., Submission],
    work: Callable[..., Any],
) -> Content:
    return make(city, other_steward, make_person, propose, work)


def text_of(answer: Any) -> str:
    """Return an answer's text, letters that JSON spells as numbers (\\u79d8) as letters."""
    text = answer.get_data(as_text=True)
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def leaks(content: Content, asked: str, answer: Any) -> list[str]:
    """Return the canaries in an answer that the question itself did not name."""
    told = text_of(answer) + " ".join(map(str, answer.headers.values()))
    return [
        what for canary, what in content.canaries.items() if canary in told and canary not in asked
    ]


def is_reading(action: str) -> bool:
    """Say whether an action changes nothing."""
    return bool(getattr(logic._actions[action], "side_effect_free", False))


def every_action() -> Iterator[str]:
    """Return the names of all actions that are to be called."""
    logic.get_action("package_show")
    yield from (name for name in sorted(logic._actions) if name not in arguments.LEFT_OUT)


@dataclass
class Tally:
    """What came of asking.

    Attributes:
        tried: how many questions.
        found: how many answers show the twin.
        leaked: (who, what was asked, what the answer told).
    """

    tried: int = 0
    found: int = 0
    leaked: list[tuple[str, str, str]] = field(default_factory=list)

    def take(self, content: Content, reader: str, asked: str, answer: Any) -> None:
        """Count an answer."""
        self.tried += 1
        self.found += OPEN in text_of(answer)
        about = asked.split(" ", 1)[0]
        if (reader, about) not in FOR_STAFF:
            self.leaked += [(reader, about, what) for what in leaks(content, asked, answer)]

    def report(self, what: str) -> None:
        """Print the figures, for whoever runs it with `-s`."""
        print(
            f"{what}: {self.tried} tried, {self.found} tell of the twin, {len(self.leaked)} leaks"
        )


def call(app: Any, action: str, item: Item, content: Content, headers: dict[str, str]) -> Any:
    """Call an action about an item."""
    asked = arguments.arguments(action, item, item is content.pending)
    return app.post(f"/api/3/action/{action}", json=asked, headers=headers)


@pytest.mark.usefixtures("with_plugins", "clean_db")
class TestLeaks:
    @pytest.fixture(autouse=True)
    def answers_like_a_server(self, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(app.flask_app.config, "PROPAGATE_EXCEPTIONS", False)

    def test_no_page_shows_it(self, app: Any, content: Content):
        tally = Tally()
        for item in (content.twin, content.pending):
            for path in addresses.paths(app, "GET", item):
                for reader, headers in content.readers.items():
                    answer = app.get(path, headers=headers, follow_redirects=False)
                    tally.take(content, reader, path, answer)
        tally.report("pages")
        assert tally.leaked == []
        assert tally.tried >= FEWEST_PAGES
        assert tally.found >= 100

    def test_no_action_tells_it_or_changes_it(self, app: Any, content: Content):
        tally = Tally()
        for action in every_action():
            for item in (content.twin, content.pending):
                for reader, headers in content.readers.items():
                    asked = f"{action} {arguments.arguments(action, item, item is content.pending)}"
                    answer = call(app, action, item, content, headers)
                    tally.take(content, reader, asked, answer)
        tally.report("actions")
        assert tally.leaked == []
        assert tally.tried >= FEWEST_CALLS
        assert tally.found >= 50
        model.Session.expire_all()
        pending = model.Session.get(Submission, content.pending.submission)
        assert pending is not None
        assert (pending.state, pending.revision) == ("in_review", 1)

    def test_what_is_tried_leads_somewhere(self, app: Any, content: Content):
        """What nobody reaches shows nothing, whatever stands there."""
        lost = {
            rule
            for path, rule in addresses.paths(app, "GET", content.twin).items()
            if app.get(path, headers=content.staff, follow_redirects=False).status_code >= 400
        }
        assert lost == set(addresses.NOWHERE)
        reading = (name for name in every_action() if is_reading(name))
        silent = {
            name
            for name in reading
            if call(app, name, content.twin, content, content.staff).status_code >= 400
        }
        assert silent == set(arguments.NOWHERE)
