"""Commands about uploaded files, part of `ckan kanazawa-schemas …`."""

from __future__ import annotations

from datetime import datetime, timezone

import click

from .sweep import sweep


@click.command("files-sweep", short_help="Remove files that nothing refers to.")
@click.option("--dry-run", is_flag=True, help="Only list them.")
def files_sweep(dry_run: bool) -> None:
    """Remove stored files without record, and records without resource, after an hour.

    They come from processes that were killed in the middle of an upload. Run it now
    and then, for example nightly.
    """
    found = sweep(datetime.now(timezone.utc), only_look=dry_run)
    for location in found.files:
        click.echo(location)
    verb = "Found" if dry_run else "Removed"
    click.echo(f"{verb}: {len(found.files)} files, {len(found.records)} records.")
