"""Names that people read: of states, kinds and roles, in the reader's language."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.shared import readable_title


def municipality_title(organization_id: str | None, language: str = "ja") -> str:
    """Return the name of a municipality."""
    group = model.Group.get(organization_id) if organization_id else None
    return readable_title(group, language) if group else ""


def fields_of_datasets() -> list[dict[str, Any]]:
    """Return the fields of a dataset, in the order of its form."""
    return (tk.h.scheming_get_dataset_schema("dataset") or {}).get("dataset_fields") or []


def field_label(name: str) -> str:
    """Return the label of a dataset's field in the reader's language."""
    if name == "tags":
        name = "tag_string"
    for field in fields_of_datasets():
        if field["field_name"] == name:
            return tk.h.scheming_language_text(field["label"])
    return name


def state_label(state: str) -> str:
    """Return the name of a state of a submission."""
    return {
        "draft": tk._("Draft"),
        "submitted": tk._("Submitted"),
        "in_review": tk._("In review"),
        "returned": tk._("Returned for revision"),
        "approved": tk._("Approved"),
        "published": tk._("Published"),
        "rejected": tk._("Rejected"),
        "withdrawn": tk._("Withdrawn"),
        "merged": tk._("Merged with another one"),
        "taken_down": tk._("Taken down"),
    }[state]


def kind_label(kind: str) -> str:
    """Return the name of a kind of submission."""
    return {
        "dataset": tk._("New dataset"),
        "replacement": tk._("New file for a dataset"),
        "addition": tk._("Further file for a dataset"),
        "correction": tk._("Correction"),
        "report": tk._("Report of an error"),
    }[kind]


def body_kind_label(kind: str) -> str:
    """Return the name of a kind of body; "citizen" for people."""
    return {
        "citizen": tk._("Citizen"),
        "citizens-group": tk._("Citizens' group"),
        "company": tk._("Company"),
        "university": tk._("University or research body"),
        "public-body": tk._("Public body"),
    }[kind]


def step_label(what: str) -> str:
    """Return what happened, in the reader's language; the code itself where we do not know it."""
    return {
        "create": tk._("Begun"),
        "submit": tk._("Submitted"),
        "revise": tk._("Revised"),
        "withdraw": tk._("Withdrawn by the contributor"),
        "appeal": tk._("Appealed"),
        "take": tk._("Review begun"),
        "return": tk._("Returned for revision"),
        "approve": tk._("Approved"),
        "approve-first": tk._("Approved by the first of two"),
        "approve-standing": tk._("Approved by a standing approval"),
        "reject": tk._("Rejected"),
        "merge": tk._("Merged with another one"),
        "join": tk._("Another one was merged into it"),
        "reconsider": tk._("Approval taken back"),
        "conflict": tk._("Back to review before publication"),
        "publish": tk._("Published"),
        "take-down": tk._("Taken down"),
        "assign": tk._("Assigned"),
        "hand-over": tk._("Handed over"),
        "ask": tk._("A section was asked"),
        "answer": tk._("The section answered"),
        "content-checked": tk._("The municipality verified the content"),
        "content-unchecked": tk._("The municipality no longer says that it verified the content"),
        "undone": tk._("A later file undid it"),
        "keep-value": tk._("The value of the later file was kept"),
        "apply-again": tk._("The correction was applied again"),
    }.get(what, what)
