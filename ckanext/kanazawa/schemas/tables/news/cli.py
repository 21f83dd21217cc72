"""Command: write to editors about new tables with errors."""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk
import click
from ckan.lib import mailer

from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.tables.news.digest import recipients, tell, untold

log = logging.getLogger(__name__)


@click.command("findings-digest", short_help="Write to editors about new tables with errors.")
@click.option("--dry-run", is_flag=True, help="Write to nobody; say to whom and of how many.")
def findings_digest(dry_run: bool) -> None:
    """Write to the editors of each organisation about new editions with errors, of each once.

    Does nothing unless ckanext.kanazawa.schemas.digest is true. Run it daily, for example.
    """
    if dry_run:
        for user in recipients():
            click.echo(f"{user.name}: {len(untold(user))} tables")
        return
    if not config.digest():
        click.echo("Switched off (ckanext.kanazawa.schemas.digest).")
        return
    if not (tk.config.get("smtp.server") and tk.config.get("smtp.mail_from")):
        raise click.ClickException("No mail server is set (smtp.server, smtp.mail_from).")
    failed = 0
    for user in recipients():
        try:
            count = tell(user)
        except (mailer.MailerException, OSError):
            log.exception("Could not write to %s", user.name)
            failed += 1
            continue
        if count:
            click.echo(f"{user.name}: {count} tables")
    if failed:
        raise click.ClickException(f"{failed} could not be written to; the log says why.")
