"""The page on which editors say how a file is read and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, request
from flask.views import MethodView

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.schemas.files.name import extension_of
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.formats.known import FEED
from ckanext.kanazawa.schemas.tables.mend.pages import (
    back_to_resource,
    first_messages,
    mend_page,
)

# What can be said of how a file of a kind is read, besides its format.
WORKBOOK = frozenset(("sheet", "header_row"))
TEXT = frozenset(("encoding", "delimiter", "header_row"))
RECORDS = frozenset(("encoding",))
KINDS = {
    **dict.fromkeys(("xlsx", "xlsm", "xls", "ods"), WORKBOOK),
    **dict.fromkeys(("geojson", "json", "jsonl"), RECORDS),
}
ENCODINGS = ("utf-8", "cp932", "euc_jp", "utf-16")


def add_reading(blueprint: Blueprint) -> None:
    """Add the page."""
    blueprint.add_url_rule("/reading", view_func=ReadingView.as_view("reading"))


def _questions(edition: Edition) -> frozenset[str]:
    """Return what an editor is asked of how a file is read; a timetable has nothing to choose."""
    if edition.format == FEED:
        return frozenset()
    kind = (edition.facts or {}).get("kind")
    # A file that could not be read at all has its ending only.
    found = KINDS.get(kind or extension_of(edition.name), TEXT)
    return found | {"format"}


def _data(edition: Any) -> dict[str, Any]:
    """Return what the form is filled in with."""
    choices = edition.choices
    format, version = choices.get("format"), choices.get("version")
    chosen = "none" if format == "" else f"{format}:{version or ''}" if format else ""
    return {**(choices.get("read") or {}), "format": chosen}


def _formats(language: str) -> list[dict[str, Any]]:
    """Return every format and version that has columns, as a select offers them."""
    return [
        {
            "value": f"{known.id}:{version.id if number else ''}",
            "title": f"{known.title[language]} – {version.title[language]}",
            "verified": known.status == "verified",
        }
        for known in load_formats().values()
        if known.status != "placeholder"
        for number, version in enumerate(known.versions)
    ]


class ReadingView(MethodView):
    """The form, which has the file examined anew."""

    def get(
        self,
        id: str,
        resource_id: str,
        data: Mapping[str, Any] | None = None,
        messages: list[str] | None = None,
    ) -> str:
        """Show the form."""
        page = mend_page(id, resource_id, examined=False)
        edition = page["edition"]
        facts = edition.facts or {}
        more = {
            "data": data or _data(edition),
            "messages": messages or [],
            "sheets": [one["sheet"] for one in facts.get("sheets") or () if one.get("sheet")],
            "questions": _questions(edition),
            "encodings": ENCODINGS,
            "formats": _formats(tk.h.kanazawa_language()),
        }
        return tk.render("kanazawa_schemas/mend/reading.html", {**page, **more})

    def post(self, id: str, resource_id: str) -> Any:
        """Keep what was chosen, and examine again."""
        page = mend_page(id, resource_id, examined=False)
        wanted: dict[str, Any] = {name: request.form.get(name, "") for name in request.form}
        format, _, version = wanted.pop("format", "").partition(":")
        wanted = {**wanted, "format": format, "version": version, "resource_id": resource_id}
        if wanted.get("delimiter") == "tab":
            wanted["delimiter"] = "\t"
        try:
            tk.get_action("kanazawa_schemas_reading_save")({}, wanted)
        except tk.ValidationError as error:
            return self.get(id, resource_id, request.form, first_messages(error))
        tk.h.flash_success(tk._("The file is examined again as you chose."))
        return back_to_resource(page)
