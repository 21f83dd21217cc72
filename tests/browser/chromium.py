"""A browser that tells what goes wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

EXECUTABLE = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium.

    Raises:
        FileNotFoundError: it is not installed.
    """
    if not EXECUTABLE.exists():
        raise FileNotFoundError(
            f"Browser tests need Chromium at {EXECUTABLE}: run ./portal test, which installs it, "
            "or apt-get install chromium fonts-noto-cjk"
        )
    return playwright.chromium.launch(executable_path=str(EXECUTABLE), args=ARGUMENTS)


@dataclass
class Witness:
    """Collects what a visitor's developer tools would show in red.

    Attributes:
        origin: scheme, host and port that requests may go to.
        troubles: one line for each console error, exception, failed or foreign request.
    """

    origin: str
    troubles: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of a context, now and later."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"exception: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", lambda answer: self._status(answer.status, answer.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and not request.url.startswith(self.origin):
            self.troubles.append(f"request to another site: {request.url}")

    def _failed(self, request: Request) -> None:
        # Core's script waits 0.3 s for this report of a view and then lets it go.
        if request.url.endswith("/_tracking") and request.failure == "net::ERR_ABORTED":
            return
        self.troubles.append(f"failed: {request.url} {request.failure}")

    def _status(self, status: int, url: str) -> None:
        if status >= 400:
            self.troubles.append(f"{status}: {url}")


def settle(page: Page) -> None:
    """Wait until a page has loaded and nothing moves any more."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    page.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished.catch(() => 0)))")
