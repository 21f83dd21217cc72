"""Commands of the room, part of `ckan kanazawa-contribute …`."""

from __future__ import annotations

import click

from ckanext.kanazawa.contribute.publication.due import publish_due
from ckanext.kanazawa.contribute.publication.sweep import sweep


@click.command("publish-due", short_help="Publish what is approved and due.")
def publish_due_command() -> None:
    """Have approved submissions published whose time has come.

    Run it every few minutes; it costs next to nothing, and takes up what was missed.
    """
    click.echo(f"Due: {publish_due()}.")


@click.command("files-sweep", short_help="Remove pending files that nobody needs.")
@click.option("--dry-run", is_flag=True, help="Only count them.")
def pending_sweep(dry_run: bool) -> None:
    """Remove pending files without record, and what is left of submissions that ended long ago.

    Of reports that were dealt with, the address to which the answer went.
    """
    found = sweep(only_look=dry_run)
    verb = "Found" if dry_run else "Removed"
    click.echo(
        f"{verb}: {found.orphans} files without record, {found.kept_long_enough} old ones, "
        f"{found.addresses} addresses of reports."
    )
