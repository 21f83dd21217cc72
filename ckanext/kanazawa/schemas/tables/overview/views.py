"""Pages for stewards: `/tables/overview`, and the national list as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, request

from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.tables.overview.listing import as_csv

kanazawa_tables_overview = Blueprint("kanazawa_tables_overview", __name__)
_Row = TypeVar("_Row")
TEMPLATES = "kanazawa_schemas/overview"
# Rows are files, of which a catalogue has thousands.
PER_PAGE = 50


@kanazawa_tables_overview.route("/tables/overview", endpoint="index")
def index() -> str:
    """Show the tables of the reader's organisations, the worst first."""
    found = _overview()
    tables, number, last = _page(found["tables"])
    values = {"overview": found, "organization": request.args.get("organization", "")}
    return tk.render(
        f"{TEMPLATES}/index.html", {**values, "tables": tables, "number": number, "last": last}
    )


@kanazawa_tables_overview.route("/tables/overview.csv", endpoint="listing")
def listing() -> Response:
    """Send the overview as CSV."""
    keep_nowhere()
    response = Response(as_csv(_overview()["tables"]), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="tables-overview.csv"'
    return response


@kanazawa_tables_overview.route("/tables/overview/examine", methods=["POST"], endpoint="examine")
def examine() -> Any:
    """Have all tables of an organisation examined again; each request's token is checked."""
    name = request.form.get("organization", "")
    try:
        found = tk.get_action("kanazawa_schemas_tables_examine")(
            {"user": tk.current_user.name}, {"organization": name or "-"}
        )
    except tk.NotAuthorized:
        return tk.abort(403, tk._("You are no editor of this organisation."))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Organization not found"))
    text = tk._("{count} tables of {organization} wait to be examined again.")
    title = tk.h.kanazawa_schemas_organization_title(name)
    tk.h.flash_success(text.format(count=found["tables"], organization=title))
    return tk.redirect_to("kanazawa_tables_overview.index")


def _overview() -> dict[str, Any]:
    try:
        return tk.get_action("kanazawa_schemas_overview")(
            {"user": tk.current_user.name}, {"organization": request.args.get("organization")}
        )
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only editors of an organisation see the overview."))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Organization not found"))


@kanazawa_tables_overview.route("/open-data-list", endpoint="open_data_list")
def open_data_list() -> str:
    """Show the national オープンデータ一覧, page by page."""
    found = tk.get_action("kanazawa_schemas_open_data_list")({}, {})
    rows = [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]
    shown, number, last = _page(rows)
    values = {"rows": shown, "count": len(rows), "number": number, "last": last}
    return tk.render(f"{TEMPLATES}/open_data_list.html", values)


def _page(rows: Sequence[_Row]) -> tuple[Sequence[_Row], int, int]:
    """Return the rows of the page that is asked for, its number, and that of the last one."""
    typed = request.args.get("page", "1")
    last = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(1, int(typed)), last) if typed.isdecimal() and len(typed) < 7 else 1
    return rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, last
