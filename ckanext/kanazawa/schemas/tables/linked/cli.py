"""Commands about linked files, part of `ckan kanazawa-schemas …`."""

from __future__ import annotations

import ckan.model as model
import click
import sqlalchemy as sa

from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.tables.linked.links import link_of
from ckanext.kanazawa.schemas.tables.queue.put import put

AT_ONCE = 100


@click.command("fetch-links", short_help="Have linked tables fetched again.")
def fetch_links() -> None:
    """Have the workers fetch every linked table; servers send only what changed.

    Run it once a day.
    """
    if not (config.examine() and config.fetch_links()):
        click.echo("Links are not fetched (ckanext.kanazawa.schemas.fetch_links).")
        return
    number = 0
    for resource_id in _links():
        put("fetch", resource_id)
        number += 1
        if number % AT_ONCE == 0:
            model.Session.commit()
    model.Session.commit()
    click.echo(f"Links to fetch: {number}.")


def _links() -> list[str]:
    query = (
        sa.select(model.Resource)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .where(model.Package.state == model.State.ACTIVE)
        .where(model.Resource.state == model.State.ACTIVE)
        .order_by(model.Resource.id)
    )
    return [found.id for found in model.Session.scalars(query) if link_of(found) is not None]
