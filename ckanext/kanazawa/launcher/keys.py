"""Random secrets, made once and kept in a file only their owner can read."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

# Without letters that look alike: the administrator's password is typed by hand.
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
NAMES = ("postgres", "ckan", "datastore_ro", "session", "csrf", "token")


def make_password(length: int = 20) -> str:
    """Return a random password that can be read aloud and typed."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def load_keys(path: Path) -> dict[str, str]:
    """Return the secrets of a portal, made where they are missing.

    Args:
        path: JSON file, readable by its owner alone.

    Returns:
        secrets by name: passwords of the three database roles (`postgres`, `ckan`,
        `datastore_ro`) and the signing keys `session`, `csrf` and `token`.
    """
    known: dict[str, str] = {}
    if path.exists():
        known = json.loads(path.read_text(encoding="utf-8") or "{}")
    complete = {name: known.get(name) or secrets.token_urlsafe(36) for name in NAMES}
    if complete != known:
        write_secret(path, json.dumps(complete, indent=1) + "\n")
    return complete


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(text, encoding="utf-8")
    fresh.rename(path)
