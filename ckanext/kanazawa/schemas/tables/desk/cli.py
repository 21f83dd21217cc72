"""Command: remove what visitors' checks left behind."""

from __future__ import annotations

import click

from ckanext.kanazawa.schemas.tables.desk.folder import sweep


@click.command("desk-sweep", short_help="Remove the files of checks whose time is over.")
def desk_sweep() -> None:
    """Remove the files of checks (/tables/check) whose time is over.

    Each check removes its own; this is for those that died, and runs with every new check.
    """
    click.echo(f"Removed: {sweep()}")
