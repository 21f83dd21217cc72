"""Files in the folder of one check, through which the web and the working process meet."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# What the visitor sent, what is to be done with it, how far it is, what came of it.
ORIGINAL, TASK, PROGRESS, RESULT, MADE = "original", "task", "progress", "result", "made"
# Exit status of the process where all slots are taken (EX_TEMPFAIL).
BUSY = 75


def write_note(folder: Path, name: str, values: Mapping[str, Any]) -> None:
    """Write a note whole: whoever reads it sees the one before, or all of this one."""
    fresh = folder / f".{name}.{os.getpid()}"
    text = json.dumps(values, ensure_ascii=False)
    fresh.write_bytes(text.encode("utf-8", "backslashreplace"))
    fresh.replace(folder / name)


def read_note(folder: Path, name: str) -> dict[str, Any] | None:
    """Return a note; None where there is none (any more)."""
    try:
        return json.loads((folder / name).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
