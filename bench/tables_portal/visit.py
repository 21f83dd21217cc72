"""Talk to a portal over HTTP as a program does: upload, ask, download."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bench.tables_portal.readback import READERS, Read, differences, misplaced, read_csv
from tests.browser.portal import Portal

BOUNDARY = "----real-files"
ADDRESSES = {name: f"latest.{name}" for name in READERS} | {
    "csv-cp932": "latest.csv?encoding=cp932"
}
TIMEOUT_S = 300


class Visitor:
    """A program with the token of the portal's administrator.

    Args:
        portal: that runs.
    """

    def __init__(self, portal: Portal):
        self.portal = portal

    def organization(self) -> str:
        """Make a publisher of no municipality, so that files of several are checked alike."""
        made = self.portal.action(
            "organization_create",
            name="real-files",
            title_translated={"ja": "実際のファイル", "en": "Real files"},
            kanazawa_provider_kind="company",
        )
        return made["id"]

    def dataset(self, name: str, organization_id: str) -> str:
        """Make a dataset; return its id."""
        made = self.portal.action(
            "package_create",
            name=name,
            title=name,
            notes="実際のファイル",
            owner_org=organization_id,
            license_id="CC-BY-4.0",
            kanazawa_theme=["administration"],
        )
        return made["id"]

    def upload(self, dataset_id: str, path: Path, name: str) -> str:
        """Make a resource of a file by `resource_create`; return its id."""
        fields = {"package_id": dataset_id, "name": name}
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'
            for key, text in fields.items()
        ]
        head = (
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; "
            f'name="upload"; filename="{path.name}"\r\n\r\n'
        )
        body = "".join((*parts, head)).encode() + path.read_bytes()
        request = Request(
            f"{self.portal.url}/api/3/action/resource_create",
            data=body + f"\r\n--{BOUNDARY}--\r\n".encode(),
            headers={
                "Authorization": self.portal.token,
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            },
        )
        with urlopen(request, timeout=TIMEOUT_S) as answer:
            return json.load(answer)["result"]["id"]

    def get(self, path: str, **query: object) -> tuple[int, dict[str, str], bytes]:
        """Ask for an address without a token, as visitors do."""
        address = f"{self.portal.url}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            with urlopen(address, timeout=TIMEOUT_S) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def form(self, resource_id: str, form: str) -> tuple[int, dict[str, str], bytes]:
        """Download one form of the latest table."""
        return self.get(f"/tables/{resource_id}/{ADDRESSES[form]}")

    def published(self, resource_id: str) -> Read | None:
        """Return the latest table as its CSV has it, None where there is none."""
        status, _, content = self.form(resource_id, "csv")
        return read_csv(content) if status == 200 else None

    def loaded(self, resource_id: str) -> int | None:
        """Return the rows that `datastore_search` counts; None where there is no table."""
        status, _, content = self.get(
            "/api/3/action/datastore_search", resource_id=resource_id, limit=0
        )
        return json.loads(content)["result"]["total"] if status == 200 else None

    def dump(self, resource_id: str) -> Read:
        """Return the table of the DataStore as its dump has it, without CKAN's own column."""
        _, _, content = self.get(f"/datastore/dump/{resource_id}", bom="true")
        read = read_csv(content)
        return Read(read.headings[1:], [row[1:] for row in read.rows])


def compared(visitor: Visitor, resource_id: str, form: str, published: Read) -> dict[str, Any]:
    """Download a form and compare it with the published table, cell by cell.

    Returns:
        {"status": HTTP's, "bytes": length, "differences": [...], "replaced": cells that
        Shift_JIS could not hold, "points": rows with a point}.
    """
    status, headers, content = visitor.form(resource_id, form)
    found: dict[str, Any] = {"status": status, "bytes": len(content), "differences": []}
    if status != 200:
        return found
    read = READERS[form](content)
    found["replaced"] = int(headers.get("Kanazawa-Replaced-Characters", 0))
    if read.points is not None:
        found["points"] = sum(point is not None for point in read.points)
    found["differences"] = [*differences(published, read), *misplaced(published, read)]
    return found
