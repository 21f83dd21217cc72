"""What the pages of folders that were sent have in common, whoever takes them in."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from ckanext.kanazawa.responses import keep_nowhere
from ckanext.kanazawa.schemas.tables.bulk.report import STATUSES, status_word

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A sheet may have thousands of rows.
PER_PAGE = 200
# A page that waits asks again after so many seconds, the longer it waits the rarer.
FIRST_WAIT_S, LONGEST_WAIT_S = 2, 10


def page_of(found: dict[str, Any]) -> dict[str, Any]:
    """Return what `kanazawa_schemas/bulk/state.html` shows of an import, as the query asks.

    Args:
        found: as `tables.bulk.described.described` returns it.
    """
    status = request.args.get("status", "")
    rows = [row for row in found["results"] if status not in STATUSES or row["status"] == status]
    last = max(1, -(-len(rows) // PER_PAGE))
    number = min(_number("page", 1), last)
    times = _number("n", 0)
    return {
        "found": found,
        "rows": rows[(number - 1) * PER_PAGE : number * PER_PAGE],
        "status": status if status in STATUSES else "",
        "number": number,
        "last": last,
        "times": times,
        "wait_s": min(FIRST_WAIT_S + times, LONGEST_WAIT_S),
        "words": {name: status_word(name) for name in STATUSES},
        "is_over": found["state"] in ("ended", "failed"),
    }


def _number(name: str, otherwise: int) -> int:
    typed = request.args.get(name, "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 6
    return max(int(typed), otherwise) if is_number else otherwise


def sent_sheet(content: bytes, form: str, name: str) -> Response:
    """Answer with a sheet, as an attachment that nothing keeps."""
    keep_nowhere()
    response = Response(content, content_type=MEDIA_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
