"""Addresses of forms, and the Link header that leads from one to the others."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.write import FORMS
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.forms.kinds import KINDS, FormKind

LATEST = "latest"


def address(
    resource_id: str, kind: FormKind, label: str = LATEST, *, external: bool = False
) -> str:
    """Return the address of a form; the same in every language.

    Args:
        resource_id: the resource.
        kind: the form.
        label: of the edition, or "latest".
        external: with scheme and host.
    """
    query: dict[str, Any] = {"encoding": kind.encoding} if kind.encoding else {}
    return tk.url_for(
        "kanazawa_schemas_forms.download",
        resource_id=resource_id,
        label=label,
        ending=kind.ending,
        _external=external,
        locale="default",
        **query,
    )


def losses_address(resource_id: str, kind: FormKind, label: str = LATEST) -> str:
    """Return the address of the page that lists what a form could not carry."""
    query: dict[str, Any] = {"encoding": kind.encoding} if kind.encoding else {}
    return tk.url_for(
        "kanazawa_schemas_forms.losses",
        resource_id=resource_id,
        label=label,
        ending=kind.ending,
        **query,
    )


def original_address(resource_id: str, label: str) -> str:
    """Return the address of an edition's file as it came in."""
    return tk.url_for(
        "kanazawa_schemas_forms.original_download",
        resource_id=resource_id,
        label=label,
        locale="default",
    )


def links_of(resource: model.Resource, edition: Edition, kind: FormKind) -> list[str]:
    """Return the values of Link: the fixed address, other forms, what was lost, the licence."""
    id = resource.id
    found = [f'<{address(id, kind, edition.label, external=True)}>; rel="canonical"']
    found.append(f'<{address(id, kind, external=True)}>; rel="latest-version"')
    for other in KINDS.values():
        if other.name != kind.name:
            media_type = FORMS[other.ending].media_type
            where = address(id, other, edition.label, external=True)
            found.append(f'<{where}>; rel="alternate"; type="{media_type}"')
    if kind.encoding:
        page = losses_address(id, kind, edition.label)
        found.append(f'<{page}>; rel="describedby"; type="text/html"')
    licence = resource.package.license
    if licence is not None and str(licence.url or "").startswith("http"):
        found.append(f'<{licence.url}>; rel="license"')
    return found
