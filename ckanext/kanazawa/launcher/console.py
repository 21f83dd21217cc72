"""What the launcher says: short lines, in Japanese, English or both.

The language follows the reader's locale (LC_ALL, LC_MESSAGES, LANG): `ja…` is
Japanese, `en…` English; without either, as on a freshly installed server, both
are shown, Japanese first.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping

from ckanext.kanazawa.launcher.failures import Failure, Message
from ckanext.kanazawa.launcher.messages import MESSAGES


def languages(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the languages to speak, first one first."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "").lower()
        if value:
            return (
                ("ja",)
                if value.startswith("ja")
                else ("en",)
                if value.startswith("en")
                else (
                    "ja",
                    "en",
                )
            )
    return ("ja", "en")


def texts(key: str, spoken: tuple[str, ...] | None = None, **values: object) -> list[str]:
    """Return one message in each spoken language, placeholders filled in."""
    return [_text(key, language, values) for language in spoken or languages()]


def _text(key: str, language: str, values: Mapping[str, object]) -> str:
    filled = {
        name: _text(value.key, language, value.values) if isinstance(value, Message) else str(value)
        for name, value in values.items()
    }
    return MESSAGES[key][language].format_map(filled)


class Console:
    """Prints messages and the progress of long steps."""

    def __init__(self) -> None:
        self.spoken = languages()
        self.started = time.monotonic()
        for stream in (sys.stdout, sys.stderr):
            # A terminal of another encoding shows question marks rather than failing.
            getattr(stream, "reconfigure", lambda **_: None)(errors="replace")

    def say(self, key: str, mark: str = "→", **values: object) -> None:
        """Print a message that is complete in itself."""
        self._print(mark, " / ".join(texts(key, self.spoken, **values)))

    def done(self, key: str, **values: object) -> None:
        """Print that something was reached."""
        self.say(key, mark="✓", **values)

    def warn(self, key: str, **values: object) -> None:
        """Print something that deserves attention but stops nothing."""
        for text in texts(key, self.spoken, **values):
            self._print("!", text)

    def paragraph(self, key: str, **values: object) -> None:
        """Print a message of several lines, one language after the other."""
        for text in texts(key, self.spoken, **values):
            print(text, flush=True)

    def progress(self, label: str, detail: str) -> None:
        """Print that a long step is still going on."""
        seconds = int(time.monotonic() - self.started)
        self._print("·", f"{label}: {detail}"[:160] + f" ({seconds} s)")

    def fail(self, failure: Failure) -> None:
        """Print what the program said, what went wrong and what to type, on standard error."""
        sys.stdout.flush()
        for line in str(failure.values.get("output", "")).splitlines():
            print(f"  | {line}", file=sys.stderr)
        for text in texts(f"fail.{failure.code}", self.spoken, **failure.values):
            print(f"✗ {text}", file=sys.stderr, flush=True)

    def _print(self, mark: str, text: str) -> None:
        print(f"{mark} {text}", flush=True)
