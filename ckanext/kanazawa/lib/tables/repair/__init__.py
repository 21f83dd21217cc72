"""Repair what a machine can mend for sure, each change listed."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.repair.engine import repair
from ckanext.kanazawa.lib.tables.repair.model import MOST_LISTED, Change, Changes, Repaired
from ckanext.kanazawa.lib.tables.repair.names import repair_names

__all__ = ["MOST_LISTED", "Change", "Changes", "Repaired", "repair", "repair_names"]
