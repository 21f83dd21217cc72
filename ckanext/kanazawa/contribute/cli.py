"""Commands: `ckan kanazawa-contribute …`."""

from __future__ import annotations

import click

from ckanext.kanazawa.contribute.rooms import ROOMS

__all__ = ["kanazawa_contribute"]


@click.group("kanazawa-contribute", short_help="Contributors, submissions, review.")
def kanazawa_contribute() -> None:
    """Contributors, submissions, review and publication."""


for _command in ROOMS.commands():
    kanazawa_contribute.add_command(_command)
