"""What is said about options that cannot be understood, in the reader's language."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable

from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.texts import text

# argparse speaks English only: its messages, each with ours that says the same.
KNOWN = (
    (r"unrecognized arguments: (?P<found>.+)", "unknown_options"),
    (r"the following arguments are required: (?P<name>.+)", "option_missing"),
    (r"argument (?P<name>.+?): expected .*", "option_empty"),
    (r"argument (?P<name>.+?): invalid int value: '(?P<found>.*)'", "option_number"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "option_conflict"),
    (r"argument (?P<name>.+?): ignored explicit argument '(?P<found>.*)'", "option_flag"),
)


def explain(said: str, command: str) -> Usage:
    """Return our refusal for one of argparse's; one with its own words where there is none."""
    for pattern, key in KNOWN:
        found = re.fullmatch(pattern, said, flags=re.DOTALL)
        if found:
            return Usage(key, command=command, **found.groupdict())
    return Usage("option_other", found=said, command=command)


class Choice:
    """A refusal that names what may be chosen, with a guess at what was meant."""

    def __init__(self, language: str):
        self._language = language

    def refusal(self, key: str, found: str, names: Iterable[str], **values: object) -> Usage:
        """Return the refusal `fail.<key>` of a name that is not among others."""
        known = list(names)
        return Usage(
            key, found=found, names=", ".join(known), hint=self.hint(found, known), **values
        )

    def hint(self, found: str, names: list[str]) -> str:
        """Return "Did you mean ...?", or nothing where no name is near."""
        near = difflib.get_close_matches(found.lower(), names, n=1, cutoff=0.6)
        return text("fail.hint", self._language, name=near[0]) if near else ""


def whole_number(refuse: Callable[[str], Exception]) -> Callable[[str], int]:
    """Return a reader of whole numbers from 0, which raises what `refuse` makes of others."""

    def read(typed: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", typed):
            raise refuse(typed)
        return int(typed)

    return read
