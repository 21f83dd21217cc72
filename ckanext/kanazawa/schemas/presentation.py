"""What readers get to see of a dataset beyond what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.provider import Verification, verification
from ckanext.kanazawa.schemas.intake.translations import read_translations
from ckanext.kanazawa.schemas.organizations import organization_extra


def complete_licence(dataset: dict[str, Any]) -> None:
    """Set `license_url` of a dataset under licence "other" to the address of its terms."""
    if dataset.get("license_id") == "other" and dataset.get("kanazawa_license_url"):
        dataset["license_url"] = dataset["kanazawa_license_url"]


def complete_providers(datasets: Sequence[dict[str, Any]]) -> None:
    """Say of each dataset whose it is, and how far a municipality answers for it.

    Adds `kanazawa_provider_kind` and `kanazawa_verification`, which nobody types per dataset.
    """
    owners = {dataset["owner_org"] for dataset in datasets if dataset.get("owner_org")}
    query = sa.select(model.Group).where(model.Group.id.in_(owners))
    known = {group.id: group for group in model.Session.scalars(query)} if owners else {}
    for dataset in datasets:
        owner = known.get(dataset.get("owner_org") or "")
        if owner is not None:
            dataset["kanazawa_provider_kind"] = organization_extra(owner, "kanazawa_provider_kind")
            dataset["kanazawa_verification"] = verification_of(dataset, owner)


def provider_of(resource: model.Resource) -> tuple[str, Verification]:
    """Return the kind of provider of a file, and how far a municipality answers for it."""
    package = resource.package
    owner = model.Group.get(package.owner_org) if package.owner_org else None
    checked = package.extras.get("kanazawa_content_checked")
    code = organization_extra(owner, "kanazawa_municipality_code")
    return organization_extra(owner, "kanazawa_provider_kind") or "", verification(code, checked)


def verification_of(dataset: Mapping[str, Any], owner: model.Group | None) -> Verification:
    """Say how far a municipality answers for a dataset of an organisation."""
    code = organization_extra(owner, "kanazawa_municipality_code")
    return verification(code, dataset.get("kanazawa_content_checked"))


def credit_line(dataset: Mapping[str, Any], language: str) -> str:
    """Return how a dataset asks to be named.

    Args:
        dataset: as `package_show` returns it.
        language: "ja" or "en".

    Returns:
        `kanazawa_credit` where somebody wrote one; else the template of the licence, filled
        in; "" for a licence we do not know.
    """
    if dataset.get("kanazawa_credit"):
        return dataset["kanazawa_credit"]
    licence = load_choices("licences").get(dataset.get("license_id") or "")
    if licence is None:
        return ""
    titles = dataset.get("title_translated") or {}
    organization = dataset.get("organization") or {}
    return licence.extra["credit"][language].format(
        title=titles.get(language) or dataset.get("title") or "",
        publisher=_publisher(organization, language),
        licence=licence.extra["short"] or licence.label[language],
        licence_url=dataset.get("kanazawa_license_url") or licence.extra["url"][language],
    )


def _publisher(organization: Mapping[str, Any], language: str) -> str:
    """Return an organisation's name in a language; `package_show` carries only the Japanese."""
    group = model.Group.get(organization.get("id") or "") if language != "ja" else None
    stored = organization_extra(group, "title_translated")
    titles = read_translations(stored) if stored else {}
    return titles.get(language) or organization.get("title") or ""
