"""Commands: `ckan kanazawa-schemas …`."""

from __future__ import annotations

import click

from ckanext.kanazawa.schemas.organizations import create_missing

__all__ = ["kanazawa_schemas"]


@click.group("kanazawa-schemas", short_help="Catalogue metadata of the portal.")
def kanazawa_schemas() -> None:
    """Catalogue metadata of the portal."""


@kanazawa_schemas.command("organizations", short_help="Create the six municipalities.")
def organizations() -> None:
    """Create the six municipalities as organisations; those that exist stay as they are."""
    for name, created in create_missing():
        click.echo(f"{name}: {'created' if created else 'exists'}")
