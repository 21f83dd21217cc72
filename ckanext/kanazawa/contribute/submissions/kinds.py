"""The kinds of submission there are: ours, and those other features register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import municipalities
from ckanext.kanazawa.contribute.interfaces import IContributions
from ckanext.kanazawa.contribute.labels import kind_label
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.submissions.fields import DECLARATIONS, read_fields
from ckanext.kanazawa.contribute.submissions.kind import Draft, Kind, Problems
from ckanext.kanazawa.contribute.submissions.live import public_dataset


class _Own(Kind):
    """What our kinds have in common."""

    def label(self) -> str:
        """Return its name in the reader's language."""
        return kind_label(self.name)

    def municipality_of(self, draft: Draft) -> str | None:
        """Return the municipality chosen, or that of the dataset it changes."""
        return municipality_of_dataset(draft.dataset_id) or draft.municipality

    def shape_problems(self, draft: Draft) -> Problems:
        """Return which fields hold what they cannot hold."""
        return read_fields(draft.fields)[1]

    def problems(self, draft: Draft) -> Problems:
        """Return what is missing."""
        found = {**self.shape_problems(draft), **_missing_files(draft)}
        if not self.municipality_of(draft):
            found["municipality"] = [tk._("Choose which city or town it is for.")]
        if self.changes_dataset and public_dataset(draft.dataset_id) is None:
            found["dataset_id"] = [tk._("Choose the dataset it belongs to.")]
        if draft.credit.get("how") not in ("name", "body", "anonymous"):
            found["credit"] = [tk._("Say how you want to be credited.")]
        return {**found, **not_declared(draft.declarations)}


class NewDataset(_Own):
    """A dataset that is not there yet."""

    name = "dataset"

    def problems(self, draft: Draft) -> Problems:
        """Return what is missing, fields that every dataset needs included."""
        found = super().problems(draft)
        fields = draft.fields
        for name, message in (
            ("title_translated", tk._("Give it a title in Japanese.")),
            ("notes_translated", tk._("Describe in Japanese what is inside.")),
        ):
            if name not in found and not (fields.get(name) or {}).get("ja"):
                found[name] = [message]
        if "kanazawa_theme" not in found and not fields.get("kanazawa_theme"):
            found["kanazawa_theme"] = [tk._("Choose at least one theme.")]
        if "license_id" not in found and not fields.get("license_id"):
            found["license_id"] = [tk._("Choose a licence.")]
        if fields.get("license_id") == "other" and not fields.get("kanazawa_license_url"):
            found.setdefault("kanazawa_license_url", []).append(
                tk._("Give the address of the terms of use.")
            )
        return found


class Replacement(_Own):
    """A new file in the place of one of a dataset."""

    name = "replacement"
    changes_dataset = True

    def problems(self, draft: Draft) -> Problems:
        """Return what is missing: each file has to say which one it replaces."""
        found = super().problems(draft)
        dataset = public_dataset(draft.dataset_id)
        if dataset is not None and "files" not in found:
            known = {resource["id"] for resource in dataset["resources"]}
            told = [entry.get("resource_id") for entry in draft.files]
            if any(id not in known for id in told):
                found["files"] = [tk._("Say for each file which one of the dataset it replaces.")]
            elif len(set(told)) < len(told):
                found["files"] = [tk._("Two files replace the same one.")]
        return found


class Addition(_Own):
    """A further file for a dataset."""

    name = "addition"
    changes_dataset = True


_OWN: tuple[type[Kind], ...] = (NewDataset, Replacement, Addition)


def kinds() -> dict[str, Kind]:
    """Return name → kind, those of other features included."""
    found: dict[str, Kind] = {}
    for plugin in p.PluginImplementations(IContributions):
        found.update(plugin.kanazawa_contribution_kinds())
    return {**found, **{kind.name: kind() for kind in (*_OWN, *_corrections())}}


def _corrections() -> tuple[type[Kind], ...]:
    from ckanext.kanazawa.contribute.corrections.kinds import KINDS

    return KINDS


def kind_of(name: str) -> Kind:
    """Return a kind.

    Raises:
        tk.ValidationError: there is none of this name.
    """
    found = kinds().get(name) if isinstance(name, str) else None
    if found is None:
        raise tk.ValidationError({"kind": [tk._("There is no such kind of submission.")]})
    return found


def municipality_of_dataset(dataset_id: str | None) -> str | None:
    """Return the municipality whose stewards look after a dataset.

    Its owner, where that is a municipality; else the one that approved it as a contribution, or
    that of the body that owns it.
    """
    package = model.Session.get(model.Package, dataset_id) if dataset_id else None
    if package is None:
        return None
    if package.owner_org in municipalities():
        return package.owner_org
    made = (
        sa.select(Submission.municipality)
        .where(Submission.dataset_id == package.id, Submission.state == "published")
        .where(Submission.municipality.is_not(None))
        .order_by(Submission.published_at)
        .limit(1)
    )
    owner = sa.select(Body.municipality).where(Body.organization_id == package.owner_org)
    return model.Session.scalar(made) or model.Session.scalar(owner.limit(1))


def _missing_files(draft: Draft) -> Problems:
    return {} if draft.files else {"files": [tk._("Add at least one file.")]}


def not_declared(declarations: Mapping[str, Any]) -> Problems:
    """Return what has still to be declared."""
    texts = {
        "right": tk._("Declare that you made the data, or may publish them."),
        "no_personal_data": tk._("Declare that there is no personal data of others in them."),
        "people_agreed": tk._("Declare that people in pictures agreed."),
    }
    return {
        f"declarations.{name}": [texts[name]]
        for name in DECLARATIONS
        if declarations.get(name) is not True
    }
