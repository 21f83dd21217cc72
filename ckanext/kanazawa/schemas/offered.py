"""What the feature offers to CKAN: its own things, and those of the rooms of tables.

What stands on another plugin of CKAN is offered only where that one is loaded.
"""

from __future__ import annotations

import ckan.plugins as p
from flask import Blueprint

from ckanext.kanazawa.rooms import Functions, Rooms
from ckanext.kanazawa.schemas import views
from ckanext.kanazawa.schemas.logic.activity import activity_lists
from ckanext.kanazawa.schemas.tables import rooms

FEATURE = "ckanext.kanazawa.schemas"
OWN = {
    "action": f"{FEATURE}.logic.action",
    "auth": f"{FEATURE}.logic.auth",
    "helpers": f"{FEATURE}.helpers",
}
_all = Rooms(rooms.PACKAGE, rooms.ROOMS, OWN)
helpers = _all.helpers


def actions() -> Functions:
    """Return all actions; CKAN's lists of activities are closed only where there are any."""
    lists = activity_lists() if p.plugin_loaded("activity") else {}
    return {**_all.actions(), **lists}


def auth_functions() -> Functions:
    """Return who may call what; what stands on CKAN's DataStore only where that is loaded."""
    found = _all.auth_functions()
    if p.plugin_loaded("datastore"):
        return found
    return {name: one for name, one in found.items() if not hasattr(one, "chained_auth_function")}


def blueprints() -> list[Blueprint]:
    """Return the blueprints: those `views.py` names, and all of the rooms' `views.py`."""
    return [*(getattr(views, name) for name in views.__all__), *_all.blueprints()]
