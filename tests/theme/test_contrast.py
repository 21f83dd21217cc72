"""Every pair of colours used for text is told apart well enough (WCAG 2.2, 1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "ckanext/kanazawa/theme/assets/css"
TEXT, PART = 4.5, 3.0
ACCENTS = ("enji", "ai", "odo", "kusa", "kodaimurasaki")
# (foreground, background, least ratio)
PAIRS = [
    ("text", "surface", TEXT),
    ("text", "surface-quiet", TEXT),
    ("text", "ai-tint", TEXT),
    ("text", "notice-tint", TEXT),
    ("text", "error-tint", TEXT),
    ("text", "success-tint", TEXT),
    ("text-quiet", "surface", TEXT),
    ("text-quiet", "surface-quiet", TEXT),
    ("link", "surface", TEXT),
    ("link", "surface-quiet", TEXT),
    ("link-hover", "surface", TEXT),
    ("link-hover", "surface-quiet", TEXT),
    ("on-action", "action", TEXT),
    ("on-action", "action-hover", TEXT),
    ("on-action", "error", TEXT),
    ("action", "surface", TEXT),
    ("action", "ai-tint", TEXT),
    ("action-hover", "ai-tint", TEXT),
    ("error", "surface", TEXT),
    ("error", "error-tint", TEXT),
    ("notice", "notice-tint", TEXT),
    ("line-field", "surface", PART),
    ("focus", "surface", PART),
    ("focus", "focus-ring", PART),
    *((accent, "surface", TEXT) for accent in ACCENTS),
    *((accent, f"{accent}-tint", TEXT) for accent in ACCENTS),
]


def declared(file: str, selector: str) -> dict[str, str]:
    """Return the `--kz-*` colours a rule declares, without the prefix."""
    css = (CSS / file).read_text(encoding="utf-8")
    rule = css[css.index(selector) :]
    body = rule[rule.index("{") + 1 : rule.index("}")]
    return dict(re.findall(r"--kz-([a-z0-9-]+):\s*([^;]+);", body))


def resolve(name: str, tokens: dict[str, str]) -> str:
    """Follow references to other tokens; of the Digital Agency's take the fallback."""
    value = tokens[name].strip()
    if own := re.fullmatch(r"var\(--kz-([a-z0-9-]+)\)", value):
        return resolve(own[1], tokens)
    if fallback := re.fullmatch(r"var\(--[a-z0-9-]+, (#[0-9a-f]{6})\)", value):
        return fallback[1]
    return value


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


STANDARD = declared("tokens.css", ":root")
HIGH = STANDARD | declared("contrast.css", 'html[data-contrast="high"]')


def test_the_formula_agrees_with_the_known_extremes():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_standard_colours(front: str, back: str, least: float):
    assert contrast(resolve(front, STANDARD), resolve(back, STANDARD)) >= least


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_high_contrast_reaches_the_strictest_level(front: str, back: str, least: float):
    enhanced = 7.0 if least == TEXT else PART
    assert contrast(resolve(front, HIGH), resolve(back, HIGH)) >= enhanced


def test_fallbacks_are_the_digital_agencys_values():
    vendor = CSS.parents[1] / "public/vendor/@digital-go-jp/design-tokens/dist/tokens.css"
    theirs = dict(re.findall(r"(--[a-z0-9-]+):\s*([^;]+);", vendor.read_text(encoding="utf-8")))
    used = "".join(path.read_text(encoding="utf-8") for path in CSS.glob("*.css"))
    repeated = re.findall(r"var\((--(?!kz-|bs-)[a-z0-9-]+),\s*([^)]+)\)", used)
    assert repeated
    assert {name: value for name, value in repeated} == {name: theirs[name] for name, _ in repeated}
