"""What the feature and the rooms of its tables offer to CKAN, and to the queue."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import ckan.plugins as p
from flask import Blueprint

from ckanext.kanazawa.rooms import Functions, Rooms
from ckanext.kanazawa.schemas.interfaces import IJobs
from ckanext.kanazawa.schemas.logic.activity import activity_lists

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
FEATURE = "ckanext.kanazawa.schemas"
OWN = {
    "action": f"{FEATURE}.logic.action",
    "auth": f"{FEATURE}.logic.auth",
    "helpers": f"{FEATURE}.helpers",
}
_rooms = Rooms(f"{FEATURE}.tables", ROOMS, OWN)
helpers = _rooms.helpers
commands = _rooms.commands


def actions() -> Functions:
    """Return all actions; CKAN's lists of activities are closed only where there are any."""
    lists = activity_lists() if p.plugin_loaded("activity") else {}
    return {**_rooms.actions(), **lists}


def auth_functions() -> Functions:
    """Return who may call what; what stands on CKAN's DataStore only where that is loaded."""
    found = _rooms.auth_functions()
    if p.plugin_loaded("datastore"):
        return found
    return {name: one for name, one in found.items() if not hasattr(one, "chained_auth_function")}


def blueprints() -> list[Blueprint]:
    """Return the blueprints: those `views.py` names, and all of the rooms' `views.py`."""
    views = import_module(f"{FEATURE}.views")
    return [*(getattr(views, name) for name in views.__all__), *_rooms.blueprints()]


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
