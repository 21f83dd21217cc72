"""JSON (an array of objects) and JSON Lines (one object a line)."""

from __future__ import annotations

from typing import BinaryIO

from ckanext.kanazawa.lib.tables.write.fragments import (
    note_kept_as_text,
    object_fragment,
    write_lines,
)
from ckanext.kanazawa.lib.tables.write.job import Form, Job
from ckanext.kanazawa.lib.tables.write.names import unique_names
from ckanext.kanazawa.lib.tables.write.types import number_types


class Objects(Form):
    """One JSON object a row, every column in it, null where a cell is empty."""

    opening: bytes
    separator: str
    closing: bytes

    def write(self, job: Job, out: BinaryIO) -> None:
        """Write the objects with what stands around and between them."""
        types = number_types(job.options.recognition)
        fragment = object_fragment(job, unique_names(job), types).alias("object")
        out.write(self.opening)
        for frame in job.frames():
            note_kept_as_text(job, frame, types)
            objects = frame.select(fragment).to_series()
            write_lines(out, objects, self.separator, first=job.rows == 0)
        out.write(self.closing if job.rows else self.closing.lstrip())


class Json(Objects):
    """An array of objects."""

    name = "json"
    suffix = ".json"
    media_type = "application/json"
    opening = b"[\n"
    separator = ",\n"
    closing = b"\n]\n"


class JsonLines(Objects):
    """One object a line."""

    name = "jsonl"
    suffix = ".jsonl"
    media_type = "application/x-ndjson"
    opening = b""
    separator = "\n"
    closing = b"\n"
