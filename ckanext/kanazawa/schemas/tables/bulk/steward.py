"""Take datasets in as a steward: into the catalogue, with their files, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.schemas.files.receive import measure
from ckanext.kanazawa.schemas.intake import prepare
from ckanext.kanazawa.schemas.organizations import organization_extra, readable_title
from ckanext.kanazawa.schemas.speech import both, speaking
from ckanext.kanazawa.schemas.tables.bulk.check import TYPE, check, told_twice
from ckanext.kanazawa.schemas.tables.bulk.columns import Column, columns
from ckanext.kanazawa.schemas.tables.bulk.compare import changes
from ckanext.kanazawa.schemas.tables.bulk.entry import Entry, FileEntry
from ckanext.kanazawa.schemas.tables.bulk.existing import (
    KEY,
    existing_dataset,
    known_hash,
    matched_resources,
    recorded_key,
    wait_for_others,
)
from ckanext.kanazawa.schemas.tables.bulk.files import Files
from ckanext.kanazawa.schemas.tables.bulk.plan import Plan
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tables.bulk.sink import Outcome, Values


class Steward:
    """Makes and changes datasets in the name of a user, who needs the right to."""

    def __init__(self, user: str, organization: str | None = None):
        """Prepare for a folder.

        Args:
            user: name of whoever does it.
            organization: id or name, of rows that name none.
        """
        self.columns: Sequence[Column] = columns()
        self._user = user
        self._organization = organization

    def apply(self, entry: Entry, files: Files, *, dry_run: bool) -> Outcome:
        """Make or change one dataset, or say what would happen."""
        model.Session.rollback()
        # CKAN's session keeps what it read before the last commit.
        model.Session.expire_all()
        try:
            with ExitStack() as opened:
                plan = self._plan(entry, files, opened)
                if plan.has_changes:
                    self._carry_out(plan, dry_run)
                return plan.outcome()
        except tk.NotAuthorized as error:
            raise Refusal(
                both(lambda: _not_allowed(entry.organization or self._organization or ""))
            ) from error
        finally:
            model.Session.rollback()

    def _plan(self, entry: Entry, files: Files, opened: ExitStack) -> Plan:
        organization = self._publisher(entry)
        wait_for_others(organization.id, entry.key)
        package = existing_dataset(organization, entry)
        if package is None:
            return _new(entry, organization, files, opened)
        context: Any = {"user": self._user, "use_cache": False}
        tk.check_access("package_update", context, {"id": package.id})
        stored = tk.get_action("package_show")(context, {"id": package.id})
        return _changed(entry, stored, files, opened)

    def _publisher(self, entry: Entry) -> model.Group:
        written = entry.organization or self._organization
        if not written:
            raise Refusal(both(lambda: tk._("No provider is named. Write it.")))
        found = find_publisher(written)
        if found is None:
            raise Refusal(both(lambda: _no_publisher(written)))
        return found

    def _carry_out(self, plan: Plan, dry_run: bool) -> None:
        with speaking("ja"):
            try:
                if dry_run:
                    plan.name = check(self._user, plan.values, plan.stored) or plan.name
                else:
                    plan.name = self._write(plan)
            except tk.ValidationError as error:
                model.Session.rollback()
                said = told_twice(self._user, plan.values, plan.stored, error.error_dict)
                raise Refusal(said) from error

    def _write(self, plan: Plan) -> str:
        context: Any = {"user": self._user, "auth_user_obj": model.User.get(self._user)}
        action = "package_update" if plan.stored else "package_create"
        return tk.get_action(action)(context, plan.values)["name"]


def find_publisher(written: str) -> model.Group | None:
    """Return the organisation a sheet means: by name, id, code, or title in any language."""
    named = model.Group.get(written)
    if named is not None and named.is_organization and named.state == model.State.ACTIVE:
        return named
    query = model.Session.query(model.Group).filter(
        model.Group.is_organization.is_(True), model.Group.state == model.State.ACTIVE
    )
    for organization in query:
        code = organization_extra(organization, "kanazawa_municipality_code")
        titles = {readable_title(organization, language) for language in ("ja", "en")}
        # The national list writes the prefecture before the municipality.
        titles |= {prefecture + title for prefecture in _prefectures() for title in titles}
        if written in titles | {organization.title} or (code and written in (code, code[:5])):
            return organization
    return None


def _prefectures() -> list[str]:
    return [choice.label["ja"] for choice in load_choices("prefectures").values()]


def _new(entry: Entry, organization: model.Group, files: Files, opened: ExitStack) -> Plan:
    schema = prepare.dataset_schema(TYPE) or {}
    defaults = {
        field["field_name"]: field["default"]
        for field in schema["dataset_fields"]
        if "default" in field
    }
    values = {**defaults, "private": False, **entry.values}
    values |= {"type": TYPE, "owner_org": organization.id, KEY: entry.key}
    if "tags" in values:
        values["tags"] = [{"name": name} for name in values["tags"]]
    plan = Plan(entry, values)
    plan.values["resources"] = [_resource(plan, file, files, opened) for file in entry.files]
    return plan


def _resource(plan: Plan, file: FileEntry, files: Files, opened: ExitStack) -> Values:
    plan.files[file.row] = "made"
    stream = opened.enter_context(files.open(_found(file, files)))
    return {
        **file.values,
        KEY: recorded_key(file),
        "upload": FileStorage(stream, PurePosixPath(file.path.replace("\\", "/")).name),
    }


def _found(file: FileEntry, files: Files) -> str:
    try:
        return files.find(file.path)
    except Refusal as refusal:
        raise Refusal(refusal.said, file.row) from refusal


def _changed(entry: Entry, stored: Values, files: Files, opened: ExitStack) -> Plan:
    given = {**entry.values, KEY: entry.key}
    if stored["id"] == entry.key or stored["name"] == entry.key:
        given.pop(KEY)
    plan = Plan(entry, changes(given, stored), stored)
    plan.fields = [name for name in plan.values if name != KEY]
    matched = matched_resources(entry.files, stored["resources"])
    resources = list(stored["resources"])
    for file in entry.files:
        known = matched.get(file.row)
        if known is None:
            resources.append(_resource(plan, file, files, opened))
        else:
            resources[resources.index(known)] = _updated(plan, file, known, files, opened)
    plan.complete(resources)
    return plan


def _updated(plan: Plan, file: FileEntry, known: Values, files: Files, opened: ExitStack) -> Values:
    """Return a resource as it shall be: itself where nothing of it changes."""
    name = _found(file, files)
    fields = changes({**file.values, KEY: recorded_key(file)}, known)
    if not file.key and known.get(KEY):
        # Found by its name or title: what it was recorded under stays.
        fields.pop(KEY, None)
    told = [field for field in fields if field != KEY]
    stream = opened.enter_context(files.open(name))
    digest, _sample, _size = measure(stream)
    if known.get("url_type") != "upload" or digest != known_hash(known["id"]):
        base = PurePosixPath(file.path.replace("\\", "/")).name
        fields["upload"] = FileStorage(stream, base)
        told.append("upload")
    plan.files[file.row] = "changed" if told else "unchanged"
    plan.file_fields[file.row] = told
    return {**known, **fields} if fields else known


def _not_allowed(provider: str) -> str:
    return tk._("You may not edit datasets of {provider}. Ask its administrators.").format(
        provider=provider
    )


def _no_publisher(written: str) -> str:
    offered = [
        readable_title(group, tk.h.kanazawa_language())
        for group in model.Session.query(model.Group).filter(
            model.Group.is_organization.is_(True), model.Group.state == model.State.ACTIVE
        )
    ]
    return tk._('There is no provider "{found}". Choose from: {offered}').format(
        found=written[:80], offered=", ".join(sorted(offered)[:30])
    )
