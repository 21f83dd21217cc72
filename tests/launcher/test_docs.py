"""What the launcher can do stands in its guide, in both languages."""

from __future__ import annotations

import argparse

import pytest

from ckanext.kanazawa.launcher.commandline import parser
from tests.launcher.conftest import ROOT

JAPANESE, ENGLISH = (ROOT / "docs/operate.md").read_text(encoding="utf-8").split("## English\n")
# What the launcher calls itself.
INTERNAL = {"serve"}
VARIABLES = (
    "KANAZAWA_POSTGRES_URL",
    "KANAZAWA_REDIS_URL",
    "CKAN_SOLR_URL",
    "KANAZAWA_WEB_WORKERS",
)


def commands() -> dict[str, argparse.ArgumentParser]:
    actions = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return {name: found for name, found in actions[0].choices.items() if name not in INTERNAL}


def options() -> set[str]:
    return {
        max(action.option_strings, key=len)
        for command in commands().values()
        for action in command._actions
        if action.option_strings
    } - {"--help", "--lines", "--follow"}


@pytest.mark.parametrize("guide", [JAPANESE, ENGLISH], ids=["ja", "en"])
@pytest.mark.parametrize(
    "word", [*(f"./portal {name}" for name in commands()), *sorted(options()), *VARIABLES]
)
def test_is_explained(guide: str, word: str):
    assert f"`{word}" in guide
