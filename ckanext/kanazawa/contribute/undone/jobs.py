"""Job of the room: look through a new edition."""

from __future__ import annotations

from ckanext.kanazawa.contribute.undone.watch import KIND, look

JOBS = {KIND: look}
