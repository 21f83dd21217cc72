"""Pages and files that show what was found in the table of a resource."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, redirect, request
from flask.views import MethodView

from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.schemas.files.download import disposition
from ckanext.kanazawa.schemas.tables.findings.download import (
    MEDIA_TYPES,
    file_name,
    findings_file,
    severity_word,
)
from ckanext.kanazawa.schemas.tables.findings.listing import ORDERS, Filters, edition_of
from ckanext.kanazawa.schemas.tables.findings.page import resource_page
from ckanext.kanazawa.schemas.tables.queue.sweep import sweep

kanazawa_findings = Blueprint(
    "kanazawa_findings", __name__, url_prefix="/dataset/<id>/resource/<resource_id>/findings"
)
PER_PAGE = 50
# A page that waits asks again after so many seconds, the longer it waits the rarer.
FIRST_WAIT_S, LONGEST_WAIT_S = 2, 20


def _filters() -> Filters:
    """Read the filters of the address; what is none of ours is no filter."""
    wanted = {name: request.args.get(name) or None for name in ("severity", "column", "code")}
    if wanted["severity"] not in SEVERITIES:
        wanted["severity"] = None
    return Filters(**wanted)


class FindingsView(MethodView):
    """The page of findings, and the button that has the file examined again."""

    def get(self, id: str, resource_id: str) -> str:
        """Show one page of findings."""
        page = resource_page(id, resource_id)
        filters = _filters()
        order = request.args.get("order")
        order = order if order in ORDERS else ORDERS[0]
        number = _page_number()
        found = tk.get_action("kanazawa_schemas_finding_list")(
            {},
            {
                "resource_id": resource_id,
                **{name: value for name, value in vars(filters).items() if value},
                "order": order,
                "limit": PER_PAGE,
                "offset": (number - 1) * PER_PAGE,
            },
        )
        pages = max(1, -(-found["count"] // PER_PAGE))
        shown = {"found": found, "filters": filters, "order": order, "severity_word": severity_word}
        return tk.render(
            "kanazawa_schemas/findings/page.html",
            {**page, **shown, "page_number": number, "page_count": pages},
        )

    def post(self, id: str, resource_id: str) -> Any:
        """Examine the file again."""
        resource_page(id, resource_id, editors_only=True)
        tk.get_action("kanazawa_schemas_edition_examine")({}, {"resource_id": resource_id})
        tk.h.flash_success(tk._("The file is examined again. The result appears here by itself."))
        return tk.redirect_to("kanazawa_findings.page", id=id, resource_id=resource_id)


def _page_number() -> int:
    number = request.args.get("page", "1")
    return int(number) if number.isascii() and number.isdigit() and 0 < int(number) < 10**6 else 1


@kanazawa_findings.route("/state")
def state(id: str, resource_id: str) -> Any:
    """Answer with the summary alone, for the page that waits for a job."""
    page = resource_page(id, resource_id)
    # A job whose worker died is found by those who wait for it.
    sweep()
    if "HX-Request" not in request.headers:
        return redirect(tk.url_for("kanazawa_findings.page", id=id, resource_id=resource_id))
    times = request.args.get("n", "0")
    times = min(int(times), 99) if times.isascii() and times.isdigit() else 0
    return tk.render("kanazawa_schemas/findings/summary.html", {**page, "times": times})


@kanazawa_findings.route("/download.<form>")
def download(id: str, resource_id: str, form: str) -> Any:
    """Send the findings as a file."""
    page = resource_page(id, resource_id)
    edition = edition_of(resource_id, is_editor=page["is_editor"])
    if form not in MEDIA_TYPES or edition is None or edition.state != "examined":
        tk.abort(404, tk._("No download is available"))
    content = findings_file(
        edition, form, _filters(), tk.h.kanazawa_language(), is_editor=page["is_editor"]
    )
    response = Response(content, content_type=MEDIA_TYPES[form])
    name = disposition(file_name(edition, form), page["pkg"]["name"])
    response.headers["Content-Disposition"] = name
    # What a page of it holds depends on who reads it.
    tk.request.environ["__no_cache__"] = True
    return response


kanazawa_findings.add_url_rule("", view_func=FindingsView.as_view("page"))
