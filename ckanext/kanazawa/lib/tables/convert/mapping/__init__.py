"""Own layouts become a format through a mapping that can be guessed, corrected and kept."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.convert.mapping.guess import Guess, guess
from ckanext.kanazawa.lib.tables.convert.mapping.model import Join, Mapping, Split

__all__ = ["Guess", "Join", "Mapping", "Split", "guess"]
