"""Remember which steps are done, and for what, so that a second start skips them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """Return a short hash of files (by content, in order) and further words."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    for word in more:
        digest.update(word.encode())
    return digest.hexdigest()[:20]


class Stamp:
    """A small file that holds the fingerprint a step was last done for."""

    def __init__(self, path: Path):
        self.path = path

    def matches(self, mark: str) -> bool:
        """Tell whether the step is done for this fingerprint."""
        try:
            return self.path.read_text(encoding="utf-8").strip() == mark
        except FileNotFoundError:
            return False

    def set(self, mark: str) -> None:
        """Note that the step is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(mark + "\n", encoding="utf-8")

    def clear(self) -> None:
        """Forget the step."""
        self.path.unlink(missing_ok=True)
