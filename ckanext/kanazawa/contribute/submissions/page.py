"""What the pages of the room have in common: the reader, actions, one step of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.acting import (
    bodies_of,
    hindrance,
    hindrance_text,
    municipalities,
    user_of,
)
from ckanext.kanazawa.contribute.config import CODE_KEY
from ckanext.kanazawa.contribute.labels import field_label, municipality_title
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import EDITABLE
from ckanext.kanazawa.contribute.submissions import forms, guide
from ckanext.kanazawa.contribute.submissions.guess import guessed
from ckanext.kanazawa.contribute.submissions.kinds import kind_of
from ckanext.kanazawa.contribute.submissions.live import public_dataset
from ckanext.kanazawa.contribute.submissions.looks import look_of
from ckanext.kanazawa.contribute.submissions.revise import newest
from ckanext.kanazawa.contribute.submissions.steps import draft_of
from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.shared import organization_extra

Told = dict[str, Any]
SEARCHED = 10


def reader() -> model.User | None:
    """Return who reads the page, None for visitors."""
    return user_of({"user": tk.current_user.name}) if tk.current_user.is_authenticated else None


def act(verb: str, **values: Any) -> Any:
    """Call an action of the room as the reader."""
    name = f"kanazawa_contribute_submission_{verb}"
    return tk.get_action(name)({"user": tk.current_user.name}, values)


def to_login() -> Any:
    """Have a visitor log in first, and come back."""
    return tk.redirect_to("user.login", came_from=tk.request.full_path)


def closed() -> Any:
    """Return the answer for those who may not contribute now; None for those who may."""
    user = reader()
    if user is None:
        return to_login()
    keep_nowhere()
    problem = hindrance(user)
    if problem is None:
        return None
    tk.h.flash_error(hindrance_text(problem))
    return tk.redirect_to("kanazawa_submissions.index")


def own(id: str) -> Told:
    """Return a submission of the reader's; 404 for all others."""
    keep_nowhere()
    try:
        found = act("show", id=id)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        found = None
    if found is None or not found["is_author"]:
        tk.abort(404, tk._("Submission not found"))
    return found


def not_editable(submission: Told, step: str) -> Any:
    """Return the answer where a step of the form cannot be shown; None where it can."""
    if step not in forms.step_names(submission["kind"]):
        return tk.abort(404, tk._("Page not found"))
    if submission["state"] in EDITABLE:
        return None
    message = tk._("It cannot be changed now: the submission is “{state}”.")
    tk.h.flash_error(message.format(state=submission["state_label"]))
    return tk.redirect_to("kanazawa_submissions.show", id=submission["id"])


def form(submission: Told, step: str, typed: Any, errors: Mapping[str, Any]) -> str:
    """Render one step of the form.

    Args:
        submission: as saved.
        step: which one.
        typed: what was just typed, where it was refused.
        errors: field → messages.
    """
    names = forms.step_names(submission["kind"])
    values = forms.shown(submission)
    guesses = _guesses(submission, step)
    filled = {name: value for name, value in guesses.items() if not values.get(name)}
    values |= filled
    if typed:
        values = forms.retyped(step, typed, values)
    place = names.index(step)
    lacking, remarks = missing(submission), remarks_by_place(submission)
    facts = {
        "submission": submission,
        "step": step,
        "steps": guide.steps_told(submission, lacking, remarks),
        "missing": lacking,
        "needed": {one["input"] for one in lacking if one["step"] == step},
        "before": names[place - 1] if place else None,
        "values": values,
        "guessed": sorted(filled) if not typed and step == "about" else [],
        "errors": by_input(errors),
        "problems": problems_of(errors),
        "remarks": remarks,
        **_of_step(submission, step),
    }
    return tk.render(f"kanazawa_contribute/submissions/step_{step}.html", facts)


def _of_step(submission: Told, step: str) -> Told:
    if step == "files":
        looks = [look_of(file) for file in submission["files"]]
        waiting = any(look["state"] == "waiting" for look in looks)
        return {"looks": looks, "waiting": waiting, "asked": _asked()}
    if step == "relation":
        return _relation(submission)
    if step == "look":
        return overview(submission)
    return {"bodies": offered_bodies(reader())}


def _guesses(submission: Told, step: str) -> Told:
    if step == "about":
        return guessed(submission, _code(submission["municipality"]))
    if step == "credit":
        return usual_credit("body" if submission["body"] else "name")
    return {}


def usual_credit(how: str) -> Told:
    """Return how the reader is credited unless they say something else."""
    user = reader()
    account = model.Session.get(Account, user.id) if user else None
    return {"credit_how": how, "credit_name": account.display_name if account else ""}


def _asked() -> int:
    """Return how often the page has asked by itself whether the files are examined."""
    typed = tk.request.args.get("n", "")
    return int(typed) if typed.isdecimal() and len(typed) < 4 else 0


def _relation(submission: Told) -> Told:
    query = tk.request.args.get("q", "").strip()[:200]
    return {
        "municipalities": offered_municipalities(),
        "dataset": public_dataset(submission["dataset_id"]),
        "query": query,
        "results": search(query) if query else [],
    }


def search(query: str) -> list[Told]:
    """Return public datasets that a search finds."""
    try:
        context: Any = {"user": "", "auth_user_obj": None}
        found = tk.get_action("package_search")(context, {"q": query, "rows": SEARCHED})
    except tk.ValidationError:
        return []
    return list(found["results"])


def overview(submission: Told) -> Told:
    """Return what the page of a submission shows."""
    municipality = municipality_title(submission["municipality"], tk.h.kanazawa_language())
    lacking = missing(submission) if submission["state"] in EDITABLE else []
    remarks = remarks_by_place(submission)
    steps = guide.steps_told(submission, lacking, remarks)
    waiting = [one["name"] for one in steps if not one["is_done"]]
    return {
        "submission": submission,
        "looks": [look_of(file) for file in submission["files"]],
        "remarks": remarks,
        "missing": lacking,
        "dataset": public_dataset(submission["dataset_id"]),
        "municipality": municipality,
        "course": guide.course(submission),
        "next_words": guide.next_words(submission, municipality),
        "current_step": waiting[0],
    }


def missing(submission: Told) -> list[Told]:
    """Return what keeps a submission from being submitted, each with the step to go to."""
    found = model.Session.get(Submission, submission["id"])
    revision = newest(found) if found else None
    if found is None or revision is None:
        return []
    return problems_of(kind_of(found.kind).problems(draft_of(found, revision)))


def problems_of(errors: Mapping[str, Any]) -> list[Told]:
    """Return messages with step, input and label of each, for the summary of a form."""
    return [_problem(name, found) for name, found in errors.items() if name != "__type"]


def _problem(name: str, found: Any) -> Told:
    label, message = field_label(name), " ".join(messages({name: found}))
    # What is said about a part of a field names the part itself.
    is_named = label == name or message.startswith(label)
    return {
        "field": name,
        "step": forms.step_of(name),
        "input": forms.INPUTS.get(name, name),
        "label": "" if is_named else label,
        "message": message,
    }


def messages(errors: Mapping[str, Any]) -> list[str]:
    """Flatten the messages of an error."""
    found: list[str] = []
    for value in errors.values():
        found += [value] if isinstance(value, str) else [str(one) for one in _each(value)]
    return found


def _each(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else ()


def by_input(errors: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the messages of each input of the form."""
    return {forms.INPUTS.get(name, name): messages({name: found}) for name, found in errors.items()}


def remarks_by_place(submission: Told) -> dict[str, list[Told]]:
    """Return the open remarks of reviewers: input (or "file:<key>", or "") → remarks."""
    found: dict[str, list[Told]] = {}
    for remark in submission["remarks"]:
        if remark["resolved_at"] is None:
            place = str(remark["place"] or "")
            place = forms.INPUTS.get(place, place)
            found.setdefault(place, []).append(remark)
    return found


def offered_municipalities() -> list[tuple[str, str]]:
    """Return (id, title) of the municipalities somebody may submit to."""
    language = tk.h.kanazawa_language()
    return [(id, municipality_title(id, language)) for id in municipalities()]


def _code(id: str | None) -> str:
    group = model.Group.get(id) if id else None
    return organization_extra(group, CODE_KEY) if group else ""


def offered_bodies(user: model.User | None) -> list[tuple[str, str, str]]:
    """Return (id, title, kind) of the bodies the reader acts for."""
    bodies = [model.Session.get(Body, id) for id in (bodies_of(user.id) if user else ())]
    return [(one.id, one.title, one.kind) for one in bodies if one and one.state == "active"]


def dataset_title(reference: str | None) -> str:
    """Return the title of a public dataset, "" for none."""
    dataset = public_dataset(reference)
    return str(dataset["title"]) if dataset else ""
