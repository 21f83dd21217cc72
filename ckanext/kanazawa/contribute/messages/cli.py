"""Commands of the room."""

from __future__ import annotations

import click

from ckanext.kanazawa.contribute.messages.send import put_due


@click.command("messages-send", short_help="Have mails sent again that could not be sent.")
def messages_send() -> None:
    """Have a worker send the mails that are due: those a mail server refused for now."""
    put_due()
    click.echo("done")
