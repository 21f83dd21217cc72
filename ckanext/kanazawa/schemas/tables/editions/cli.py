"""Commands about editions, part of `ckan kanazawa-schemas …`."""

from __future__ import annotations

import ckan.model as model
import click

from ckanext.kanazawa.schemas.tables.editions.backfill import record_all, resources

SAID = {"recorded": "recorded", "known": "known already", "no-file": "has no file"}


@click.command("editions-record", short_help="Examine files stored before this was possible.")
@click.option("--organization", help="Only files of this organisation (id or name).")
@click.option("--dry-run", is_flag=True, help="Only count them.")
def editions_record(organization: str | None, dry_run: bool) -> None:
    """Record the current file of each resource as an edition, and have it examined.

    Can be run again: what is recorded stays as it is. Files that were replaced before are left
    alone, since an edition has a public address.
    """
    found = model.Group.get(organization) if organization else None
    if organization and found is None:
        raise click.BadParameter(
            f"there is no organisation {organization!r}", param_hint="--organization"
        )
    wanted = resources(found.id if found else None)
    if dry_run:
        click.echo(f"{len(wanted)} resources with files.")
        return
    counts = dict.fromkeys(SAID, 0)
    for result in record_all(wanted):
        counts[result.outcome] += 1
        click.echo(f"{result.resource_id}: {SAID[result.outcome]} {result.name}".rstrip())
    told = ", ".join(f"{SAID[outcome]}: {number}" for outcome, number in counts.items())
    click.echo(f"{told}.")
