"""The steps of the guided form: what is typed in each, and where its messages stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.kanazawa.contribute.submissions.fields import DECLARATIONS

STEPS = ("files", "about", "credit", "declarations", "relation", "look")
# Kinds whose metadata is that of a dataset which is there already.
WITHOUT_ABOUT = ("replacement", "addition")
# Kinds that have a page of their own (`corrections`).
WITHOUT_STEPS = ("correction", "report")
CREATOR_PARTS = ("name", "orcid", "affiliation", "ror")
CREATOR_ROWS = 3
Values = dict[str, Any]
# Field of the proposal → the input in which it is typed, where the names differ.
INPUTS = {
    "title_translated": "title_ja",
    "notes_translated": "notes_ja",
    "provenance": "provenance_ja",
    "temporal_coverage": "period_start",
    "kanazawa_creators": "creator-0-name",
    "credit": "credit_how",
    "files": "upload",
    "declarations.right": "right",
    "declarations.no_personal_data": "no_personal_data",
    "declarations.people_agreed": "people_agreed",
}
# The other way round.
FIELDS_OF = {name: field for field, name in INPUTS.items()}
STEP_OF = {
    **dict.fromkeys(("upload", "files"), "files"),
    **dict.fromkeys(("credit", "license_id", "kanazawa_license_url", "embargo"), "credit"),
    **dict.fromkeys(("kanazawa_doi", "kanazawa_creators", "kanazawa_citation"), "credit"),
    **{f"declarations.{name}": "declarations" for name in DECLARATIONS},
    **dict.fromkeys(("dataset_id", "municipality", "kind", "resource_id", "note"), "relation"),
}
_TRANSLATED = {"title": "title_translated", "notes": "notes_translated"}
_ABOUT_TEXTS = (
    *("kanazawa_title_kana", "tag_string", "kanazawa_as_of", "frequency", "kanazawa_source"),
    "url",
)
_CREDIT_TEXTS = (
    *("license_id", "kanazawa_license_url", "kanazawa_doi", "kanazawa_citation", "embargo"),
)


def step_names(kind: str) -> list[str]:
    """Return the steps of a kind, in order."""
    if kind in WITHOUT_STEPS:
        return ["look"]
    return [name for name in STEPS if name != "about" or kind not in WITHOUT_ABOUT]


def step_label(name: str) -> str:
    """Return the name of a step in the reader's language."""
    return {
        "files": tk._("Files"),
        "about": tk._("What it is"),
        "credit": tk._("Credit and licence"),
        "declarations": tk._("Declarations"),
        "relation": tk._("Where it belongs"),
        "look": tk._("Look over and submit"),
    }[name]


def step_of(field: str) -> str:
    """Return the step in which a field is typed."""
    return STEP_OF.get(field, "about")


def typed(step: str, form: MultiDict[str, str]) -> Values:
    """Return what a step's form says, as `kanazawa_contribute_submission_patch` takes it."""
    readers = {
        "files": _files,
        "about": _about,
        "credit": _credit,
        "declarations": _declarations,
        "relation": _relation,
    }
    return readers[step](form)


def shown(submission: Mapping[str, Any]) -> Values:
    """Return the values of all inputs, as the form shows a saved submission."""
    fields, credit = submission["fields"], submission["credit"]
    period = (fields.get("temporal_coverage") or [{}])[0]
    values: Values = {
        name: fields.get(name, "") for name in (*_ABOUT_TEXTS, *_CREDIT_TEXTS, "note")
    }
    for name in ("title", "notes", "provenance"):
        texts = fields.get(_TRANSLATED.get(name, name)) or {}
        values[f"{name}_ja"], values[f"{name}_en"] = texts.get("ja", ""), texts.get("en", "")
    values |= {
        "kanazawa_theme": fields.get("kanazawa_theme") or [],
        "kanazawa_area": fields.get("kanazawa_area") or [],
        "documentation": "\n".join(fields.get("documentation") or []),
        "period_start": period.get("start", ""),
        "period_end": period.get("end", ""),
        "credit_how": credit.get("how", ""),
        "credit_name": credit.get("name", ""),
        "kind": submission["kind"],
        "municipality": submission["municipality"] or "",
        "dataset_id": submission["dataset_id"] or "",
        "creators": _creator_rows(fields.get("kanazawa_creators") or []),
        **{name: bool(submission["declarations"].get(name)) for name in DECLARATIONS},
    }
    return values


def retyped(step: str, form: MultiDict[str, str], values: Values) -> Values:
    """Return the values with what was just typed instead, after it was refused."""
    again: Values = {**values, **{name: form[name] for name in form}}
    for name in ("kanazawa_theme", "kanazawa_area"):
        if step == "about":
            again[name] = form.getlist(name)
    if step == "credit":
        again["creators"] = _creator_rows(_creators(form))
    return again


def _about(form: MultiDict[str, str]) -> Values:
    start, end = form.get("period_start", ""), form.get("period_end", "")
    period = {name: value for name, value in (("start", start), ("end", end)) if value.strip()}
    fields: Values = {name: form.get(name, "") for name in _ABOUT_TEXTS}
    fields |= {
        "title_translated": _texts(form, "title"),
        "notes_translated": _texts(form, "notes"),
        "provenance": _texts(form, "provenance"),
        "kanazawa_theme": form.getlist("kanazawa_theme"),
        "kanazawa_area": form.getlist("kanazawa_area"),
        "documentation": form.get("documentation", ""),
        "temporal_coverage": [period] if period else [],
    }
    return {"fields": fields}


def _credit(form: MultiDict[str, str]) -> Values:
    fields: Values = {name: form[name] for name in _CREDIT_TEXTS if name in form}
    if "creator-0-name" in form:
        fields["kanazawa_creators"] = [row for row in _creators(form) if row]
    given: Values = {"fields": fields}
    if form.get("credit_how"):
        given["credit"] = {"how": form["credit_how"], "name": form.get("credit_name", "")}
    return given


def _declarations(form: MultiDict[str, str]) -> Values:
    return {"declarations": {name: bool(form.get(name)) for name in DECLARATIONS}}


def _relation(form: MultiDict[str, str]) -> Values:
    given: Values = {"fields": {"note": form.get("note", "")}}
    for name in ("kind", "municipality", "dataset_id"):
        if form.get(name):
            given[name] = form[name]
    if given.get("kind") == "dataset":
        given.pop("dataset_id", None)
    replaced = _by_key(form, "resource")
    if replaced:
        given["files"] = [{"key": key, "resource_id": id} for key, id in replaced.items()]
    return given


def _files(form: MultiDict[str, str]) -> Values:
    titles, descriptions = _by_key(form, "title"), _by_key(form, "description")
    files = [
        {"key": key, "title": title, "description": descriptions.get(key, "")}
        for key, title in titles.items()
    ]
    return {"files": files} if files else {}


def _by_key(form: MultiDict[str, str], name: str) -> dict[str, str]:
    head = f"{name}-"
    return {key[len(head) :]: form[key] for key in form if key.startswith(head)}


def _texts(form: MultiDict[str, str], name: str) -> dict[str, str]:
    return {language: form.get(f"{name}_{language}", "") for language in ("ja", "en")}


def _creators(form: MultiDict[str, str]) -> list[Values]:
    rows = []
    for number in range(50):
        if f"creator-{number}-name" not in form:
            break
        row = {part: form.get(f"creator-{number}-{part}", "") for part in CREATOR_PARTS}
        rows.append({part: text for part, text in row.items() if text.strip()})
    return rows


def _creator_rows(rows: list[Values]) -> list[Values]:
    """Return the rows to show, always one more than there are."""
    return [*rows, *({} for _ in range(max(CREATOR_ROWS - len(rows), 1)))]
