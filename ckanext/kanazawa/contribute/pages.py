"""What the pages of the feature have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from flask import Response, make_response

from ckanext.kanazawa.contribute.acting import user_of
from ckanext.kanazawa.responses import keep_nowhere

TEMPLATES = "kanazawa_contribute"


@dataclass(frozen=True)
class Page:
    """An address and what answers there.

    Attributes:
        rule: of the URL map.
        view: answers; its name is that of the endpoint.
        methods: of HTTP.
    """

    rule: str
    view: Callable[..., Any]
    methods: tuple[str, ...] = ("GET",)


def show(
    template: str,
    values: Mapping[str, Any] | None = None,
    error: tk.ValidationError | None = None,
    **facts: Any,
) -> Response:
    """Return a page that nobody keeps: with the form as it was sent, and what is wrong with it.

    Args:
        template: name below `templates/kanazawa_contribute/`, without ".html".
        values: of the form's fields.
        error: why the form was refused; decides on the status, too.
        facts: what the template needs besides.
    """
    keep_nowhere()
    errors = error.error_dict if error else {}
    body = tk.render(
        f"{TEMPLATES}/{template}.html", {"values": values or {}, "errors": errors, **facts}
    )
    response = make_response(body, getattr(error, "status", 422) if error else 200)
    wait = getattr(error, "retry_after_s", None)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def told(error: tk.ValidationError) -> str:
    """Return all messages of a refusal, for where there is no field to put them at."""
    messages = [
        one for found in error.error_dict.values() if isinstance(found, list) for one in found
    ]
    return " ".join(str(one) for one in messages)


def call(action: str, **data: Any) -> Any:
    """Call an action as whoever asks for the page."""
    return tk.get_action(f"{TEMPLATES}_{action}")({}, data)


@contextmanager
def refusals(missing: str) -> Iterator[None]:
    """Answer 403 for what is not for whoever asks, and 404 for what is not there for them.

    Args:
        missing: what the page says where it is not there.
    """
    try:
        yield
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ObjectNotFound:
        tk.abort(404, missing)


def me() -> model.User | None:
    """Return who asks for the page."""
    return user_of({"user": tk.current_user.name})


def require_login() -> Response | None:
    """Send visitors without an account to the login, and back here afterwards."""
    if tk.current_user.is_authenticated:
        return None
    return tk.redirect_to("user.login", next=tk.h.full_current_url())


def allow(action: str, **data: Any) -> None:
    """Answer 403 where an action is not for whoever asks."""
    with refusals(""):
        tk.check_access(f"{TEMPLATES}_{action}", {}, data)
