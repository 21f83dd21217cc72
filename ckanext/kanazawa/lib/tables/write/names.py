"""Names of columns for forms in which each needs one of its own."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.table import column_letter
from ckanext.kanazawa.lib.tables.write.job import Job


def unique_names(job: Job, skip: int | None = None) -> list[str]:
    """Return one name per column; list the headings that are empty or stand twice.

    Args:
        job: whose table's headings are meant.
        skip: 0-based column that is not written and needs no name.
    """
    names: list[str] = []
    taken = {text for text in job.table.headings if text}
    seen: set[str] = set()
    for index, heading in enumerate(job.table.headings):
        name = heading
        if index != skip and (not heading or heading in seen):
            name = _free(heading or f"列{column_letter(index)}", taken)
            params = {"name": name, "letter": column_letter(index)}
            row = job.table.header_row or None
            job.findings.add(job.finding("heading-renamed", row, index, heading, **params))
        seen.add(name)
        names.append(name)
    return names


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    taken.add(name)
    return name
