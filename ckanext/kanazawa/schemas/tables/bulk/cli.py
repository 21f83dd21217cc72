"""Commands on many tables at once, part of `ckan kanazawa-schemas …`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import click


@click.command("examine", short_help="Have tables examined again.")
@click.option("--organization", help="All tables of this organisation (id or name).")
@click.option("--all", "everything", is_flag=True, help="All tables of the portal.")
@click.argument("datasets", nargs=-1, metavar="[DATASET]…")
def examine(organization: str | None, everything: bool, datasets: tuple[str, ...]) -> None:
    """Have tables examined again by the worker: after an update of the table tools, say.

    Name an organisation, or --all, or datasets (ids or names).
    """
    if [bool(organization), everything, bool(datasets)].count(True) != 1:
        raise click.UsageError("Give one of: --organization NAME, --all, DATASET…")
    wanted = {"organization": organization, "all": everything, "datasets": list(datasets)}
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        found = tk.get_action("kanazawa_schemas_tables_examine")({"user": user}, wanted)
    except tk.ObjectNotFound as error:
        raise click.UsageError("There is no such organisation or dataset.") from error
    click.echo(f"Waiting to be examined: {found['tables']} tables.")
