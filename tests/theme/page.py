"""Read a page of the site the way the tests need it."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag


class Page:
    """One answered page.

    Attributes:
        html: the document as text.
        soup: the document, parsed.
    """

    def __init__(self, app: Any, path: str, status: int = 200):
        self.response = app.get(path, status=status)
        self.html = self.response.body
        self.soup = BeautifulSoup(self.html, "html.parser")

    def one(self, selector: str) -> Tag:
        """Return the only element that matches."""
        found = self.soup.select(selector)
        assert len(found) == 1, f"{selector}: {len(found)} elements"
        return found[0]

    def all(self, selector: str) -> list[Tag]:
        """Return all elements that match."""
        return list(self.soup.select(selector))

    def texts(self, selector: str) -> list[str]:
        """Return the text of all elements that match, with single spaces."""
        return [text_of(element) for element in self.all(selector)]


def text_of(element: Tag) -> str:
    """Return the text of an element with single spaces."""
    return re.sub(r"\s+", " ", element.get_text()).strip()
