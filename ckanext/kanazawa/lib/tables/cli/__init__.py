"""The command line of the table tools, `kanazawa-table`. Needs neither CKAN nor a server.

Nothing here may import polars or a reader at the top: `--help` has to answer at once.
What a sub-command needs, its own module in `commands/` imports.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status (`exits.py`).

    Args:
        arguments: without the program's name; None takes those of the process.
    """
    from ckanext.kanazawa.lib.tables.cli.program import run

    return run(arguments)
