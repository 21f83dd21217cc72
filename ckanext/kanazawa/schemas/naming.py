"""Names of datasets in addresses: drafted under the id, given at first publication, then fixed."""

from __future__ import annotations

import datetime
import posixpath
import re
import uuid
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import ckan.authz as authz
import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.lib.navl.dictization_functions import Missing
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from flask import has_request_context, request

from ckanext.kanazawa.schemas.intake.translations import read_translations
from ckanext.kanazawa.schemas.model.former_name import FormerName
from ckanext.kanazawa.schemas.organizations import organization_extra
from ckanext.kanazawa.schemas.romaji import romaji

NAME_LENGTH = 100
SUFFIX_LENGTH = 6
# Two publications at the same moment must not choose the same name.
NAMING_LOCK = 172014
NOTED = "kanazawa_schemas_name_before"
# Where a person publishes, who can be asked for a word; clients of old cannot.
FORMS = ("dataset.edit", "dataset_resource.new")
LAST_RESORT = "dataset"
# Names programs give to files say nothing about them.
EMPTY_WORDS = ("book", "csv", "data", "download", "file", "list", "new", "sheet", "table")


def flat_value(data: FlattenDataDict, field: str) -> Any:
    """Return a field of a flattened dataset, also when it was already moved to the extras."""
    value = data.get((field,))
    if value is not None and not isinstance(value, Missing):
        return value
    for key, name in data.items():
        if len(key) == 3 and key[0] == "extras" and key[2] == "key" and name == field:
            return data.get(("extras", key[1], "value"))
    return None


def set_flat_extra(data: FlattenDataDict, field: str, value: str) -> None:
    """Add an extra to a flattened dataset."""
    used = [int(key[1]) for key in data if len(key) == 3 and key[0] == "extras"]
    number = max(used, default=-1) + 1
    data["extras", number, "key"] = field
    data["extras", number, "value"] = value


def keep_or_draft_name(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Draft a new dataset under its id; refuse to rename a named one.

    Imports and the API may bring a name of their own when they create a dataset, and while it
    has none yet. Afterwards only a system administrator can rename.
    """
    value = data.get(key)
    empty = value is None or isinstance(value, Missing) or value == ""
    package = context.get("package")
    if package is None:
        if empty:
            identifier = data.get(("id",))
            if not identifier or isinstance(identifier, Missing):
                identifier = data[("id",)] = str(uuid.uuid4())
            data[key] = identifier
        return
    if empty:
        data.pop(key, None)
        raise tk.StopOnError
    if value != package.name and package.name != package.id and not may_rename(context):
        errors[key].append(
            tk._(
                'The name "{name}" is fixed, because others link to it. '
                "Only a system administrator can change it."
            ).format(name=package.name)
        )
        raise tk.StopOnError


def may_rename(context: Context) -> bool:
    """Tell whether the caller may change the name of a published dataset."""
    return bool(context.get("ignore_auth")) or authz.is_sysadmin(context.get("user"))


def name_at_publication(data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Give a dataset its name and date of issue when it becomes public for the first time.

    Where nothing can be made into a name, a form asks for the English title; the API goes on.
    """
    package = context.get("package")
    identifier = package.id if package else data.get(("id",))
    state = _current(data, "state", package.state if package else "active")
    private = _current(data, "private", package.private if package else False)
    if state != "active" or private:
        return
    name = _current(data, "name", package.name if package else identifier)
    if name == identifier and identifier:
        subject = _subject(data, package)
        if subject == LAST_RESORT and has_request_context() and request.endpoint in FORMS:
            errors.setdefault(("title_translated",), []).append(
                tk._(
                    "To publish, please add an English title: "
                    "the dataset's name in addresses is made from it."
                )
            )
            return
        wanted = f"{_prefix(data, package)}_{subject}"
        data[("name",)] = free_name(wanted, str(identifier))
    if not flat_value(data, "issued"):
        today = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
        set_flat_extra(data, "issued", today)


def _current(data: FlattenDataDict, field: str, otherwise: Any) -> Any:
    value = data.get((field,))
    return otherwise if value is None or isinstance(value, Missing) else value


def _prefix(data: FlattenDataDict, package: model.Package | None) -> str:
    owner = _current(data, "owner_org", package.owner_org if package else None)
    organization = model.Group.get(owner) if owner else None
    code = organization_extra(organization, "kanazawa_municipality_code")
    return code or (organization.name if organization else "dataset")


def _subject(data: FlattenDataDict, package: model.Package | None) -> str:
    titles = read_translations(flat_value(data, "title_translated") or "")
    kana = flat_value(data, "kanazawa_title_kana") or ""
    standard = flat_value(data, "kanazawa_standard")
    return standard or slug(titles.get("en", ""), kana, _words_of_files(data, package))


def _words_of_files(data: FlattenDataDict, package: model.Package | None) -> str:
    """Return the words of the first file that has some; `data` lacks those unchanged."""
    addresses: dict[int, Any] = dict(enumerate(r.url for r in package.resources)) if package else {}
    for key, value in data.items():
        if len(key) == 3 and key[0] == "resources" and key[2] == "url":
            addresses[int(key[1])] = value
    return next(filter(None, (file_words(addresses[place]) for place in sorted(addresses))), "")


def file_words(address: Any) -> str:
    """Return what the name of a file says in ASCII, without codes and dates before it."""
    try:
        path = urlsplit(address).path if isinstance(address, str) else ""
    except ValueError:
        return ""
    stem, extension = posixpath.splitext(posixpath.basename(unquote(path)))
    if not extension:
        return ""
    words = re.findall(r"[a-z0-9]+", stem.lower())
    while words and words[0].isdigit():
        del words[0]
    telling = [word for word in words if word.rstrip("0123456789") not in ("", *EMPTY_WORDS)]
    return "_".join(words) if any(len(word) > 2 for word in telling) else ""


def slug(english: str, kana: str, file: str = "") -> str:
    """Return a short ASCII name: of the English title, the reading, the file, else "dataset"."""
    for text in (english, romaji(kana), file):
        found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
        if len(found) > 1:
            return found[:60].rstrip("_")
    return LAST_RESORT


def free_name(wanted: str, dataset_id: str) -> str:
    """Return a name nobody uses or used, with a number where the wanted one is taken."""
    wanted = wanted[: NAME_LENGTH - SUFFIX_LENGTH]
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(NAMING_LOCK)))
    pattern = wanted.replace("_", r"\_") + "%"
    current = sa.select(model.Package.name).where(
        model.Package.name.like(pattern), model.Package.id != dataset_id
    )
    former = sa.select(FormerName.name).where(
        FormerName.name.like(pattern), FormerName.dataset_id != dataset_id
    )
    taken = {name for (name,) in model.Session.execute(current.union(former))}
    number = 1
    name = wanted
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def note_name(context: Context, package: model.Package) -> None:
    """Note the name a dataset has before an update; `remember_former_name` reads it."""
    cast("dict[str, Any]", context)[NOTED] = (package.id, package.name)


def remember_former_name(context: Context) -> None:
    """Record a rename, in the update's own transaction. A draft's id is no former name."""
    noted = cast("dict[str, Any]", context).pop(NOTED, None)
    package = context.get("package")
    if noted is None or package is None or noted[0] != package.id:
        return
    if noted[1] not in (package.name, package.id):
        FormerName.remember(noted[1], package)
