"""Text size and contrast a visitor has chosen, kept in two cookies.

The cookies are read by the server, so that the first paint is right already, and
may be written by the script in the page, so that a choice shows at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TEXT_SIZES = ("small", "standard", "large", "xlarge")
CONTRASTS = ("standard", "high")
STANDARD = "standard"
COOKIE_AGE_S = 365 * 24 * 60 * 60
# name of the form field → (name of the cookie, values it may have)
SETTINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "text_size": ("kanazawa_text_size", TEXT_SIZES),
    "contrast": ("kanazawa_contrast", CONTRASTS),
}


@dataclass(frozen=True)
class Display:
    """How the visitor wants to see the site.

    Attributes:
        text_size: one of TEXT_SIZES.
        contrast: one of CONTRASTS.
    """

    text_size: str = STANDARD
    contrast: str = STANDARD


def read_display(cookies: Mapping[str, str]) -> Display:
    """Read the two cookies; anything unknown counts as standard."""
    chosen = {
        field: cookies[cookie]
        for field, (cookie, values) in SETTINGS.items()
        if cookies.get(cookie) in values
    }
    return Display(**chosen)


def valid_choices(form: Mapping[str, str]) -> dict[str, str]:
    """Return cookie name → value for each valid choice in a sent form."""
    return {
        cookie: form[field]
        for field, (cookie, values) in SETTINGS.items()
        if form.get(field) in values
    }


def safe_path(target: str | None) -> str | None:
    """Return the address if it is a path on this very site, else None.

    Browsers read "//host", "/\\host" and "/<tab>/host" as another host; all of them
    are refused, as is everything that does not begin with one slash.
    """
    if not target or not target.startswith("/"):
        return None
    if target.startswith("//") or "\\" in target:
        return None
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in target):
        return None
    return target
