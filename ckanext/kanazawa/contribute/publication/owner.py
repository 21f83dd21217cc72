"""Whose a new dataset is: a body's own organisation, or that of a municipality's citizens."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.contribute.publication.service import publishing_context
from ckanext.kanazawa.schemas.shared import readable_title

# Kind of body → kind of provider of its organisation.
PROVIDER_KINDS = {
    "citizens-group": "citizens_group",
    "company": "company",
    "university": "university",
    "public-body": "public_body",
}
CITIZENS = {"ja": "{name}の市民・個人", "en": "Citizens of {name}"}


def owner_of(submission: Submission) -> str:
    """Return the id of the organisation that owns what a submission adds, made where needed.

    Raises:
        NotPublishable: "gone": the body or the municipality is no longer there.
    """
    body = model.Session.get(Body, submission.body_id) if submission.body_id else None
    if body is not None and body.state == "active" and body.verified_at is not None:
        return _of_body(body)
    municipality = model.Group.get(submission.municipality or "")
    if municipality is None or (submission.body_id and (not body or body.state != "active")):
        raise NotPublishable("gone")
    return _of_citizens(municipality)


def _of_body(body: Body) -> str:
    _one_at_a_time(body.id)
    model.Session.refresh(body)
    known = model.Group.get(body.organization_id) if body.organization_id else None
    if known is not None and known.state == model.State.ACTIVE:
        return known.id
    titles = {"ja": body.title, "en": body.title_en or ""}
    made = _made(
        body.name,
        title_translated=titles,
        description_translated={"ja": body.description or ""},
        kanazawa_provider_kind=PROVIDER_KINDS[body.kind],
        url=body.website or "",
        identifier=body.ror or body.corporate_number or "",
    )
    body.organization_id = made
    return made


def _of_citizens(municipality: model.Group) -> str:
    name = f"{municipality.name}-citizens"
    _one_at_a_time(name)
    known = model.Group.get(name)
    if known is not None and known.is_organization and known.state == model.State.ACTIVE:
        return known.id
    titles = {
        language: text.format(name=readable_title(municipality, language))
        for language, text in CITIZENS.items()
    }
    return _made(name, title_translated=titles, kanazawa_provider_kind="citizen")


def _one_at_a_time(name: str) -> None:
    lock = sa.func.hashtextextended(f"contributors' organisation {name}", 0)
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))


def _made(wanted: str, **fields: Any) -> str:
    """Make an organisation in the open transaction; it never has a municipality's code."""
    name, number = wanted, 1
    while model.Group.get(name) is not None:
        number += 1
        name = f"{wanted}-{number}"
    context = publishing_context()
    del context["return_id_only"]  # the activity of a new organisation asks for all of it
    made = tk.get_action("organization_create")(context, {"name": name, **fields})
    return made["id"]
