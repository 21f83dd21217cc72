"""`kanazawa-table template`: write an empty template of a format."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import BinaryIO

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.known import require_format, require_municipality
from ckanext.kanazawa.lib.tables.cli.output import STDOUT, place, written
from ckanext.kanazawa.lib.tables.formats.model import Format
from ckanext.kanazawa.lib.tables.formats.template import (
    csv_template,
    template_name,
    xlsx_template,
)


def run(chosen: argparse.Namespace, console: Console) -> Exit:
    """Write the template."""
    found = require_format(chosen.wanted, console.language)
    code = require_municipality(chosen.municipality)
    if chosen.output == STDOUT:
        if chosen.form == "xlsx" and sys.stdout.isatty():
            raise Usage("binary_terminal", form=chosen.form)
        _write(found, chosen.form, console.language, sys.stdout.buffer)
        return Exit.CLEAN
    name = template_name(found, chosen.form, code)
    target = place(chosen.output, name, Path(), several=False)
    with written(target, force=chosen.force) as fresh, open(fresh, "wb") as stream:
        _write(found, chosen.form, console.language, stream)
    console.say("result.saved", file=str(target))
    if found.status == "unverified":
        console.say("template.unverified", title=found.title[console.language])
    return Exit.CLEAN


def _write(found: Format, form: str, language: str, stream: BinaryIO) -> None:
    if form == "csv":
        stream.write(csv_template(found))
    else:
        xlsx_template(found, stream, "en" if language == "en" else "ja")
