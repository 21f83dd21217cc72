"""Command of the room, part of `ckan kanazawa-contribute …`."""

from __future__ import annotations

import click

from ckanext.kanazawa.contribute.review.remind import remind


@click.command("review-remind", short_help="Remind stewards of what waits, once a day.")
def review_remind() -> None:
    """Tell stewards what is late, and how much waits; run it daily. Again it tells nothing."""
    reminders, digests = remind()
    click.echo(f"Told: {reminders} reminders, {digests} digests.")
