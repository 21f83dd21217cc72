"""Pages of the preview: on its own page, inside other sites, and parts for scripts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, request

from ckanext.kanazawa.schemas.tables.preview.columns import Layout
from ckanext.kanazawa.schemas.tables.preview.feed import is_feed, places_of_feed
from ckanext.kanazawa.schemas.tables.preview.page import View, record_of, view_of
from ckanext.kanazawa.schemas.tables.preview.places import places_of
from ckanext.kanazawa.schemas.tables.preview.state import State, read_state
from ckanext.kanazawa.schemas.tables.preview.store import (
    TableChangedError,
    TooSlowError,
    reading,
)
from ckanext.kanazawa.schemas.tables.preview.subject import Subject, subject_of

kanazawa_schemas_preview = Blueprint(
    "kanazawa_schemas_preview",
    __name__,
    url_prefix="/dataset/<id>/resource/<resource_id>/table",
)
Made = Callable[[Subject, Layout], Any]


def _shown(view: Callable[..., Made]) -> Callable[..., Any]:
    """Give a view the resource and its table; who may not see them finds nothing.

    A table that is swapped for the next edition in the middle is read again from the
    beginning.
    """

    @wraps(view)
    def answer(id: str, resource_id: str, **arguments: Any) -> Any:
        made = view(**arguments)
        try:
            subject = subject_of(id, resource_id)
            if is_feed(subject.edition) and _FEEDS.get(view.__name__):
                return _FEEDS[view.__name__](subject)
            try:
                return made(subject, _layout(subject))
            except TableChangedError:
                return made(subject, _layout(subject))
        except (tk.ObjectNotFound, tk.NotAuthorized):
            return tk.abort(404, tk._("Resource not found"))

    return answer


def _layout(subject: Subject) -> Layout:
    with reading() as connection:
        layout = subject.layout(connection)
    if layout is None:
        raise tk.ObjectNotFound("table")
    return layout


def _page(template: str) -> Made:
    def make(subject: Subject, layout: Layout) -> Response:
        view = view_of(subject, layout, read_state(request.args, layout))
        response = Response(tk.render(template, _variables(view)))
        if _is_part_of_another_page():
            response.headers["HX-Push-Url"] = "false"
        return response

    return make


def _feed_page(template: str) -> Callable[[Subject], Response]:
    def make(subject: Subject) -> Response:
        return Response(
            tk.render(
                template,
                {
                    "state": State(view="map"),
                    "pkg": subject.package,
                    "pkg_dict": subject.package,
                    "res": subject.resource,
                    "language": tk.h.kanazawa_language(),
                },
            )
        )

    return make


def _feed_places(subject: Subject) -> Response:
    found = places_of_feed(subject.edition.id) if subject.edition else None
    return Response(found, mimetype="application/json") if found else tk.abort(404)


# What the views answer for a timetable, which has stops and routes instead of rows.
_FEEDS: dict[str, Callable[[Subject], Any]] = {
    "show": _feed_page("kanazawa_schemas/preview/feed.html"),
    "embed": _feed_page("kanazawa_schemas/preview/feed_embed.html"),
    "places": _feed_places,
}


def _is_part_of_another_page() -> bool:
    """Say whether htmx asks from a page that keeps its own address: that of the resource."""
    asking = request.headers.get("HX-Current-URL")
    return asking is not None and urlsplit(asking).path != request.path


def _variables(view: View) -> dict[str, Any]:
    package, resource = view.subject.package, view.subject.resource
    return {
        "view": view,
        "state": view.state,
        "pkg": package,
        "pkg_dict": package,
        "res": resource,
        "language": tk.h.kanazawa_language(),
    }


@kanazawa_schemas_preview.route("")
@_shown
def show() -> Made:
    """Show the table, the map or a chart on a page of its own."""
    return _page("kanazawa_schemas/preview/page.html")


@kanazawa_schemas_preview.route("/embed")
@_shown
def embed() -> Made:
    """Show the same without the frame of the portal, to stand in other sites' pages."""
    return _page("kanazawa_schemas/preview/embed.html")


@kanazawa_schemas_preview.route("/places")
@_shown
def places() -> Made:
    """Answer the map: where the rows are that the address leaves."""

    def make(subject: Subject, layout: Layout) -> Response:
        state = read_state(request.args, layout)
        try:
            with reading() as connection:
                found = places_of(connection, layout, state)
        except TooSlowError:
            return tk.abort(503)
        return Response(found.as_json(), mimetype="application/json")

    return make


@kanazawa_schemas_preview.route("/record/<int:row_id>")
@_shown
def record(row_id: int) -> Made:
    """Show one row: what opens over a point of the map."""

    def make(subject: Subject, layout: Layout) -> str | Response:
        try:
            with reading() as connection:
                cells = record_of(connection, layout, row_id)
        except TooSlowError:
            return tk.abort(503)
        if cells is None:
            raise tk.ObjectNotFound("row")
        variables = {"cells": cells, "row_id": row_id, "name": layout.name}
        return tk.render(
            "kanazawa_schemas/preview/record.html",
            {
                **variables,
                "pkg": subject.package,
                "res": subject.resource,
                "language": tk.h.kanazawa_language(),
            },
        )

    return make
