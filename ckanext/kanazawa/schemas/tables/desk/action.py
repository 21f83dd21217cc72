"""Action: have a table checked, mended or converted without an account."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict
from flask import g

from ckanext.kanazawa.schemas import config
from ckanext.kanazawa.schemas.tables.desk import desk, start
from ckanext.kanazawa.schemas.tables.desk import folder as folders
from ckanext.kanazawa.schemas.tables.desk.process.notes import TASK, read_note

# Longer than a check can take.
PATIENCE_S = 20


def kanazawa_schemas_table_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Check a table, and make a mended or converted file of it. Nothing is kept.

    Args:
        context: nobody needs to be logged in.
        data_dict: `upload` (the file, multipart/form-data). All others are optional: `format`
            ("none", "id" or "id:version"), `sheet`, `header_row`, `encoding`, `municipality`
            (six digits) say what the file does not; `make` ("repaired", "as-is",
            "converted", "stops", "routes" or "none"), `to` ("id" or "id:version", of
            "converted"), `form` ("csv", "csv-cp932", "xlsx", "geojson", "json", "jsonl",
            "parquet"), `defuse`, `without` and `agree` (names of repairs).

    Returns:
        {"check": as `schemas/tables/check-result.schema.json` says, "summary": {"ja", "en"},
        "recognition", "reading", "sheets", "columns", "made": {"name", "url", "form",
        "rows", "repairs", "losses", ...} or None, "make_error", "remove_url", "expires"}.

    Raises:
        tk.ValidationError: the file cannot be read, or a field is wrong. Over the API the
            status is 413 (too large), 429 or 503 (come again after `Retry-After`) where
            that is the reason, else 409.

    Try: `curl -F upload=@172014_public_toilet.csv
    https://<site>/api/3/action/kanazawa_schemas_table_check`
    """
    tk.check_access("kanazawa_schemas_table_check", context, data_dict)
    asked = {key: value for key, value in data_dict.items() if key != "upload"}
    try:
        folder = desk.begin(data_dict.get("upload"), asked)
    except desk.Refused as refusal:
        g.kanazawa_desk_refusal = refusal
        raise
    result = start.wait(folder, config.desk_timeout_s() + PATIENCE_S)
    if result["state"] != "done":
        folders.remove(folder)
        raise _problem(result)
    task = read_note(folder, TASK) or {"expires": 0}
    expires = datetime.fromtimestamp(task["expires"], timezone.utc)
    if result["made"]:
        address = tk.url_for("kanazawa_tables_desk.made", token=folder.name, _external=True)
        result["made"]["url"] = address
    return {
        **{key: value for key, value in result.items() if key != "state"},
        "remove_url": tk.url_for("kanazawa_tables_desk.remove", token=folder.name, _external=True),
        "expires": expires.isoformat(timespec="seconds"),
    }


def _problem(result: dict[str, Any]) -> tk.ValidationError:
    if result["state"] == "failed":
        error = result["error"]
        message = error["message"][tk.h.kanazawa_language()]
        return tk.ValidationError({"upload": [message], "code": [error["code"]]})
    why = result.get("why", "time")
    return tk.ValidationError({"upload": [desk.stopped_message(why)], "code": [f"check-{why}"]})
