"""Commands: `ckan kanazawa-schemas …`."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk
import click

from ckanext.kanazawa.schemas import open_data_list
from ckanext.kanazawa.schemas.files.cli import files_sweep
from ckanext.kanazawa.schemas.organizations import create_missing
from ckanext.kanazawa.schemas.tables import rooms

__all__ = ["kanazawa_schemas"]


@click.group("kanazawa-schemas", short_help="Catalogue metadata and tables of the portal.")
def kanazawa_schemas() -> None:
    """Catalogue metadata and tables of the portal."""


kanazawa_schemas.add_command(files_sweep)
for _command in rooms.commands():
    kanazawa_schemas.add_command(_command)


@kanazawa_schemas.command("organizations", short_help="Create the six municipalities.")
def organizations() -> None:
    """Create the six municipalities as organisations; those that exist stay as they are."""
    for name, created in create_missing():
        click.echo(f"{name}: {'created' if created else 'exists'}")


@kanazawa_schemas.command("open-data-list", short_help="Write the national オープンデータ一覧.")
@click.option("--organization", help="Only this organisation (id or name).")
@click.option(
    "--output",
    type=click.Path(dir_okay=True, path_type=Path),
    help="File or folder to write; without it the CSV goes to standard output.",
)
def open_data_list_command(organization: str | None, output: Path | None) -> None:
    """Write the national オープンデータ一覧 (CSV, UTF-8 with BOM) of one organisation or all."""
    try:
        found = tk.get_action("kanazawa_schemas_open_data_list")(
            {}, {"organization": organization} if organization else {}
        )
    except tk.ObjectNotFound as error:
        raise click.BadParameter(
            f"there is no organisation {organization!r}", param_hint="--organization"
        ) from error
    content = open_data_list.as_csv(found["columns"], found["rows"])
    if output is None:
        click.get_binary_stream("stdout").write(content)
        return
    path = output / found["file_name"] if output.is_dir() else output
    path.write_bytes(content)
    click.echo(f"{path}: {len(found['rows'])} rows")
