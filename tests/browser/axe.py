"""Accessibility checks with axe-core."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA, which holds all of JIS X 8341-3:2016 AA.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = """async (tags) => (await axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]
})).violations"""


@lru_cache(maxsize=1)
def source() -> str:
    """Return axe-core itself.

    Raises:
        FileNotFoundError: it is not installed.
    """
    if not AXE.exists():
        raise FileNotFoundError(
            f"Accessibility tests need axe-core at {AXE}: run ./portal test, which installs it, "
            "or npm ci"
        )
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands: one line for each element."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(source())
    found: list[dict[str, Any]] = page.evaluate(RUN, TAGS)
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:200]}\n"
        f"    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
