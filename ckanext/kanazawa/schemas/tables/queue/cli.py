"""Commands about jobs on tables, part of `ckan kanazawa-schemas …`."""

from __future__ import annotations

import click

from ckanext.kanazawa.schemas.tables.bulk.stored import forget_old
from ckanext.kanazawa.schemas.tables.queue.sweep import remove_old, sweep


@click.command("tables-sweep", short_help="Have jobs on tables done whose worker died.")
def tables_sweep() -> None:
    """Tell the workers again of jobs that died or were never heard of; forget old ones.

    Run it every few minutes; it costs next to nothing.
    """
    click.echo(f"Told again: {sweep()}. Removed: {remove_old() + forget_old()}.")
