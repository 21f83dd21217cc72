"""The rooms of tables, and what they offer to the queue."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins as p

from ckanext.kanazawa.rooms import Functions, Rooms
from ckanext.kanazawa.schemas.interfaces import IJobs

PACKAGE = "ckanext.kanazawa.schemas.tables"
ROOMS = (
    "queue",
    "examine",
    "linked",
    "editions",
    "findings",
    "mend",
    "load",
    "forms",
    "preview",
    "desk",
    "formats",
    "overview",
    "bulk",
    "news",
)
_rooms = Rooms(PACKAGE, ROOMS)
commands = _rooms.commands


def jobs() -> dict[str, Callable[..., None]]:
    """Return kind of job → what does it, those of other features included."""
    found: Functions = {}
    for plugin in p.PluginImplementations(IJobs):
        found.update(plugin.kanazawa_jobs())
    return {**found, **_rooms.jobs()}


def is_own(kind: str) -> bool:
    """Say whether a kind of job is about tables, and not of another feature."""
    return kind in _rooms.jobs()


def given_up() -> dict[str, Callable[..., None]]:
    """Return kind of job → what notes that it failed for good (`Rooms.given_up`)."""
    found: Functions = {}
    for plugin in p.PluginImplementations(IJobs):
        found.update(plugin.kanazawa_jobs_given_up())
    return {**found, **_rooms.given_up()}
