"""The one function everybody calls to write a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.lib.tables.write.forms import form_of
from ckanext.kanazawa.lib.tables.write.job import Job, Options, Written
from ckanext.kanazawa.lib.tables.write.target import opened, refusals_named


def write(
    table: Table,
    target: Path | BinaryIO,
    form: str,
    *,
    recognition: Recognition | None = None,
    **options: Any,
) -> Written:
    """Write a table in one form, block by block.

    A file is written beside its place and put there once it is whole, so that nothing half
    done is ever seen; a stream gets the bytes as they come.

    Args:
        table: what to write.
        target: path, or a stream open for writing bytes.
        form: key of `FORMS`: "csv", "tsv", "xlsx", "geojson", "json", "jsonl", "parquet".
        recognition: which column is which field; without it every cell stays text.
        **options: the other fields of `Options`.

    Raises:
        WriteError: no such form, a file is in the way, the disk refuses, or the form or
            encoding cannot hold the table.
        FileError: the table's file turns out damaged while it is read.
    """
    job = Job(table, Options(recognition=recognition, **options))
    writer = form_of(form)
    if not table.width:
        raise WriteError("no-columns", file=table.origin.name)
    if not isinstance(target, Path):
        with refusals_named(str(getattr(target, "name", "-"))):
            writer.write(job, target)
        return job.written(writer.name, None)
    with opened(target, overwrite=job.options.overwrite) as out:
        writer.write(job, out)
    return job.written(writer.name, target)
