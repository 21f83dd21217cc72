"""Formats a table may be matched to: those it resembles first, all others after them."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.convert.mapping.near import nearest
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format
from ckanext.kanazawa.lib.text.folding import fold
from ckanext.kanazawa.schemas.model.edition import Edition


@dataclass(frozen=True)
class Offer:
    """A format that can be chosen.

    Attributes:
        percent: how much the table resembles it; None where that was not asked.
        uses_its_words: whether the headings, none of which it has, still speak of the same.
    """

    format: Format
    percent: int | None = None
    uses_its_words: bool = False

    @property
    def verified(self) -> bool:
        """Say whether its columns are known from the standard."""
        return self.format.status == "verified"


def offered_formats(edition: Edition, query: str, language: str) -> list[Offer]:
    """Return the formats with columns, those the edition resembles or speaks like first.

    Args:
        edition: examined.
        query: words of the title or id; "" for all.
        language: of the titles, "ja" or "en".
    """
    alike: dict[str, float] = {}
    for one in (edition.facts or {}).get("candidates") or ():
        alike.setdefault(one["format"], float(one["confidence"]))
    near = nearest(edition.headings or ())
    offers = [
        Offer(found, round(alike[found.id] * 100) if found.id in alike else None, found is near)
        for found in load_formats().values()
        if found.status != "placeholder" and _is_meant(found, query)
    ]
    return sorted(
        offers,
        key=lambda offer: (
            not offer.uses_its_words,
            -(offer.percent or -1),
            not offer.verified,
            offer.format.title[language],
        ),
    )


def _is_meant(found: Format, query: str) -> bool:
    words = fold(query).split()
    text = fold(" ".join((found.id, *found.title.values())))
    return all(word in text for word in words)
