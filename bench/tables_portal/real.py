"""Upload every real file to a portal, and read back what comes out of it.

A portal of its own with web workers; each file goes in by `resource_create` over HTTP, CKAN's
worker examines, loads and writes. Needs the addresses of the servers that `./portal test` sets:

    python -m bench.tables_portal.real [--folder FOLDER] [--document docs/tables-real-files.md]

Rewrites the table between its two marks in the document, and prints every difference between
the file (read by Python's `csv`, openpyxl or `json`), the published CSV, the DataStore's dump
and each downloaded form. What the differences mean is written below the table by hand.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.tables_portal.readback import READERS, Difference, differences
from bench.tables_portal.sources import file_differences, read_file
from bench.tables_portal.visit import Visitor, compared
from tests.browser.portal import Portal

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "<!-- begin: made by bench/tables_portal/real.py -->"
END = "<!-- end: bench/tables_portal/real.py -->"
FORMS = tuple(name for name in READERS if name != "csv")
HEADINGS = (
    "ファイル / file",
    "様式 / recognised",
    "誤り・注意・参考 / errors, warnings, hints",
    "行：ファイル、DataStore / rows: file, DataStore",
    "ファイルと公開 CSV / file and published CSV",
    "DataStore",
    *("CP932", "XLSX", "JSON", "JSON Lines", "GeoJSON", "Parquet"),
)
NONE, SAME = "—", "="


def main() -> int:
    """Upload, compare, and write the table into the document."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT.parent / "shared" / "data" / "real")
    parser.add_argument("--document", type=Path, default=ROOT / "docs" / "tables-real-files.md")
    chosen = parser.parse_args()
    files = sorted(path for path in chosen.folder.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder), suffix="bench")
        try:
            portal.prepare()
            portal.server.start()
            rows = visited(portal, chosen.folder, files)
        finally:
            portal.remove()
    lines = [_line(HEADINGS), _line(["---"] * len(HEADINGS)), *map(_line, rows)]
    text = chosen.document.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    table = "\n".join(lines)
    chosen.document.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")
    return 0


def visited(portal: Portal, folder: Path, files: Sequence[Path]) -> list[list[str]]:
    """Upload the files, let the workers do their work, return a line about each."""
    visitor = Visitor(portal)
    publisher = visitor.organization()
    datasets: dict[str, str] = {}
    ids: dict[Path, str] = {}
    for path in files:
        group = path.parent.name if path.parent != folder else "readme"
        if group not in datasets:
            datasets[group] = visitor.dataset(f"real-{group}", publisher)
        ids[path] = visitor.upload(datasets[group], path, str(path.relative_to(folder)))
    portal.run("ckan", "-c", str(portal.ini), "jobs", "worker", "--burst")
    rows = []
    for path in files:
        rows.append(line_of(visitor, path, str(path.relative_to(folder)), ids[path]))
        print(_line(rows[-1]), flush=True)
    return rows


def line_of(visitor: Visitor, path: Path, name: str, resource_id: str) -> list[str]:
    """Compare one file with all that was made of it."""
    edition = visitor.portal.action(
        "kanazawa_schemas_edition_show", resource_id=resource_id, label="latest"
    )
    found = visitor.portal.action("kanazawa_schemas_finding_list", resource_id=resource_id, limit=1)
    severity = found["totals"].get("severity", {})
    line = [
        f"`{name}`",
        _followed(edition),
        "・".join(f"{severity.get(level, 0):,}" for level in ("error", "warning", "hint")),
    ]
    published = visitor.published(resource_id)
    if published is None:
        rest = [NONE] * (len(HEADINGS) - len(line))
        return [*line, *rest]
    file = read_file(path, edition["header_row"] or 1)
    loaded = visitor.loaded(resource_id)
    line.append(f"{len(file.rows) if file else 0:,}, {loaded or 0:,}")
    line.append(_said([*file_differences(file, published)], name, "file") if file else NONE)
    dump = visitor.dump(resource_id)
    line.append(_said([*differences(published, dump, headings=dump.headings)], name, "dump"))
    for form in FORMS:
        line.append(_form(compared(visitor, resource_id, form, published), name, form))
    return line


def _followed(edition: dict[str, Any]) -> str:
    if not edition["format"]:
        code = (edition.get("error") or {}).get("code")
        return f"{NONE} (`{code or edition['state']}`)" if edition["state"] != "examined" else NONE
    version = f":{edition['version']}" if edition["version"] else ""
    return f"{edition['format']}{version} {round(edition['confidence'] * 100)}%"


def _form(found: dict[str, Any], name: str, form: str) -> str:
    if found["status"] != 200:
        return NONE if found["status"] == 404 else str(found["status"])
    said = _said(found["differences"], name, form)
    if found.get("replaced"):
        said += f" (replaced {found['replaced']:,})"
    return f"{said} ({found['points']:,} points)" if "points" in found else said


def _said(found: list[Difference], name: str, what: str) -> str:
    """Return "=", or the number of cells that differ in which columns; print the first."""
    for difference in found[:5]:
        print(f"  {name} {what}: {difference}", flush=True)
    if not found:
        return SAME
    columns = Counter(each.heading or "rows" for each in found)
    named = ", ".join(f"{heading} {count:,}" for heading, count in columns.most_common(3))
    return f"≠ {len(found):,}: {named}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    raise SystemExit(main())
