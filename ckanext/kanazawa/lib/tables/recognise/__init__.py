"""Recognise which format and version a table follows, and how sure that is."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.recognise.begun import begin_shift
from ckanext.kanazawa.lib.tables.recognise.chosen import recognise_as
from ckanext.kanazawa.lib.tables.recognise.engine import recognise
from ckanext.kanazawa.lib.tables.recognise.model import Candidate, Recognition, Shift

__all__ = ["Candidate", "Recognition", "Shift", "begin_shift", "recognise", "recognise_as"]
