"""Command line of the catalogue: `python -m ckanext.kanazawa.i18n update|take|missing`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import polib

from . import catalogue
from .sources import installed_messages, own_messages


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code (1 where Japanese is missing)."""
    parser = argparse.ArgumentParser(prog="python -m ckanext.kanazawa.i18n", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update", help="extract, merge and compile; lists what lacks Japanese")
    commands.add_parser("missing", help="only list what lacks Japanese")
    take = commands.add_parser("take", help="take translations from other .po files, then update")
    take.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    if options.command == "take":
        for msgid in catalogue.take(options.files):
            print(f"changed: {msgid}")
    if options.command in ("take", "update"):
        catalogue.update()
    return _report_missing()


def _report_missing() -> int:
    po = polib.pofile(str(catalogue.CATALOGUE))
    missing = catalogue.untranslated(po, {**installed_messages(), **own_messages()})
    for msgid in missing:
        print(f"no Japanese: {msgid}")
    print(f"{len(po)} entries, {len(missing)} without Japanese")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
