"""Where a submission stands, and what its author does next, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.labels import state_label
from ckanext.kanazawa.contribute.submissions import forms

Told = dict[str, Any]
COURSE = ("draft", "submitted", "in_review", "approved", "published")
# States beside the course, and where on it they stand.
BESIDE = {"returned": "in_review"}


def course(submission: Mapping[str, Any]) -> list[Told]:
    """Return the way to publication: [{"label", "place": "done" | "now" | "later"}].

    Empty for what has left that way: rejected, withdrawn, taken down.
    """
    state = BESIDE.get(submission["state"], submission["state"])
    if state not in COURSE:
        return []
    # A report changes nothing by itself: its end is that somebody dealt with it.
    stations = COURSE[1:4] if submission["kind"] == "report" else COURSE
    now = stations.index(state) if state in stations else 0
    return [
        {
            "label": state_label(submission["state"] if number == now else name),
            "place": "done" if number < now else "now" if number == now else "later",
        }
        for number, name in enumerate(stations)
    ]


def next_words(submission: Mapping[str, Any], municipality: str) -> str:
    """Say what happens next, or what the author has to do."""
    staff = municipality or tk._("the city or town")
    texts = {
        "draft": tk._("It is not submitted yet, and nobody but you can see it."),
        "submitted": tk._("It waits for the staff of {name}. There is nothing you have to do."),
        "in_review": tk._("The staff of {name} are looking at it. You are told what comes of it."),
        "returned": tk._("The staff of {name} ask you to revise it, and to submit it again."),
        "approved": tk._("The staff of {name} approved it. It is about to be published."),
        "published": tk._("It is published. Thank you."),
        "rejected": tk._("The staff of {name} do not publish it. The reason stands below."),
        "withdrawn": tk._("You withdrew it. Nothing of it is public."),
        "taken_down": tk._("It was public, and was taken down. The reason stands below."),
    }
    if submission["state"] == "approved" and submission["kind"] == "report":
        return tk._("The staff of {name} dealt with it. Thank you.").format(name=staff)
    if submission["state"] == "approved" and submission["publish_at"]:
        return tk._("The staff of {name} approved it. It is published at {time}.").format(
            name=staff, time=tk.h.render_datetime(submission["publish_at"], with_hours=True)
        )
    return texts[submission["state"]].format(name=staff)


def steps_told(
    submission: Mapping[str, Any],
    missing: Sequence[Mapping[str, Any]],
    remarks: Mapping[str, Sequence[Any]],
) -> list[Told]:
    """Return the steps of the form with what waits at each.

    Args:
        submission: as described.
        missing: as `page.missing`.
        remarks: as `page.remarks_by_place`.

    Returns:
        [{"name", "label", "missing": number, "remarks": number, "is_done"}].
    """
    told = []
    for name in forms.step_names(submission["kind"]):
        lacking = sum(one["step"] == name for one in missing)
        remarked = sum(len(found) for place, found in remarks.items() if _at(place) == name)
        is_last = name == forms.STEPS[-1]
        told.append(
            {
                "name": name,
                "label": forms.step_label(name),
                "missing": lacking,
                "remarks": remarked,
                "is_done": not lacking and not remarked and not is_last,
            }
        )
    return told


def _at(place: str) -> str:
    """Return the step at whose fields a remark stands; "" for one on the whole."""
    if not place:
        return ""
    return (
        "files" if place.startswith("file:") else forms.step_of(forms.FIELDS_OF.get(place, place))
    )
