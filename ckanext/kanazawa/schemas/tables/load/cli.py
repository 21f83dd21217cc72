"""The command of the room, part of `ckan kanazawa-schemas …`."""

from __future__ import annotations

import click

from ckanext.kanazawa.schemas.tables.load.reconcile import reconcile


@click.command("tables-reconcile", short_help="Bring DataStore tables and resources together.")
def tables_reconcile() -> None:
    """Correct `datastore_active`, remove tables of deleted resources, load what is missing.

    Run it once a day, and after a backup was restored.
    """
    done = reconcile()
    click.echo(f"Corrected: {done.flags}. Removed: {done.removed}. To be loaded: {done.put}.")
