"""Forms that were written to files: found, stored, replaced, forgotten."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from ckan.lib import files

from ckanext.kanazawa.lib.tables.errors import FileError, WriteError
from ckanext.kanazawa.lib.tables.write import Written
from ckanext.kanazawa.schemas.files import transaction
from ckanext.kanazawa.schemas.files.storage import find_storage, new_location
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.tables.forms.kinds import KINDS, FormKind, made_of

CHUNK_BYTES = 1 << 18


def stored_form(edition: Edition, kind: FormKind) -> Form | None:
    """Return the form of an edition's present choices, or what says that there is none."""
    form = model.Session.get(Form, (edition.id, kind.name), populate_existing=True)
    return form if form and form.made_of == made_of(edition, kind) else None


def is_refusal(form: Form) -> bool:
    """Say whether a row only remembers that the table has no such form, and why."""
    return "refused" in form.losses


def bytes_of(form: Form, kind: FormKind) -> tuple[Any, files.FileData] | None:
    """Return the storage and the file of a form; None where the storage has lost it."""
    storage = find_storage()
    data = files.FileData(
        files.Location(form.location), size=form.size_bytes, content_type=kind.content_type
    )
    if storage is None or not storage.exists(data):
        return None
    return storage, data


def keep(edition: Edition, kind: FormKind, made: str, path: Path, written: Written) -> bool:
    """Store a written form in place of an earlier one; commits.

    Args:
        edition: whose form it is.
        kind: which form.
        made: what it was made of.
        path: the written file.
        written: the account of the writing.

    Returns:
        False where there is no storage to keep it in.
    """
    storage = find_storage()
    if storage is None:
        return False
    location = new_location(storage, edition.owner_id)
    transaction.note("written", storage, location)
    with path.open("rb") as stream:
        upload = files.Upload(stream, path.name, path.stat().st_size, kind.content_type)
        storage.upload(location, upload)
    _replace(
        edition.id,
        kind.name,
        made_of=made,
        location=str(location),
        size_bytes=path.stat().st_size,
        sha256=_sha256(path),
        rows=written.rows,
        losses=_losses(written),
    )
    return True


def keep_refusal(edition: Edition, kind: FormKind, made: str, error: WriteError) -> None:
    """Remember that a table has no such form, so that nobody tries again; commits."""
    _replace(
        edition.id,
        kind.name,
        made_of=made,
        location="",
        size_bytes=0,
        sha256="",
        rows=None,
        losses={"refused": error.code, "params": dict(error.params)},
    )


def drop_others(edition: Edition) -> None:
    """Forget the forms of choices that changed, files too; commits."""
    for form in model.Session.scalars(sa.select(Form).where(Form.edition_id == edition.id)):
        if _is_outdated(form, edition):
            _drop(form)
    model.Session.commit()


def drop_outdated(*, only_look: bool = False) -> list[str]:
    """Forget the forms that nobody will get any more, files too; commits.

    Those of choices that changed, those that another version of the software wrote, and those
    of editions that were taken back.

    Returns:
        Where they lay in the storage.
    """
    query = sa.select(Form, Edition).join(Edition, Edition.id == Form.edition_id)
    outdated = [
        form
        for form, edition in model.Session.execute(query)
        if edition.release == "withdrawn" or _is_outdated(form, edition)
    ]
    locations = [form.location for form in outdated if form.location]
    if not only_look:
        for form in outdated:
            _drop(form)
        model.Session.commit()
    return locations


def _is_outdated(form: Form, edition: Edition) -> bool:
    kind = KINDS.get(form.form)
    return kind is None or form.made_of != made_of(edition, kind)


def _drop(form: Form) -> None:
    _purge(form.location)
    model.Session.delete(form)


def _replace(edition_id: str, name: str, **values: Any) -> None:
    # Locked, for a deleted edition takes its forms with it.
    if model.Session.get(Edition, edition_id, with_for_update={"key_share": True}) is None:
        raise FileError("empty-file", file=name)
    form = model.Session.get(Form, (edition_id, name), populate_existing=True)
    if form is None:
        form = Form(edition_id=edition_id, form=name, **values)
        model.Session.add(form)
    else:
        _purge(form.location)
        for field, value in values.items():
            setattr(form, field, value)
        form.made = sa.func.now()
    model.Session.commit()


def _purge(location: str) -> None:
    storage = find_storage()
    if location and storage is not None:
        transaction.note("purged", storage, files.Location(location))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _losses(written: Written) -> dict[str, Any]:
    listed = [
        {
            "code": finding.code,
            "row": finding.row,
            "column": finding.column,
            "value": finding.value,
            "params": dict(finding.params),
        }
        for finding in written.findings.listed
    ]
    return {"totals": dict(written.findings.totals), "findings": listed}
