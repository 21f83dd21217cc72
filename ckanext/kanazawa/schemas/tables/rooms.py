"""Collect what the feature and the rooms of its tables offer to CKAN.

CKAN's blankets look into one module each; here every room has its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import click
from flask import Blueprint

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
)
FEATURE = "ckanext.kanazawa.schemas"


def modules(name: str) -> list[ModuleType]:
    """Return the module of this name of every room that has one."""
    rooms = [f"{FEATURE}.tables.{room}" for room in ROOMS]
    return [
        import_module(f"{room}.{name}")
        for room in rooms
        if find_spec(room) and find_spec(f"{room}.{name}")
    ]


def _functions(found: list[ModuleType]) -> dict[str, Callable[..., Any]]:
    """Return the public functions that modules define, not those they import."""
    return {
        name: value
        for module in found
        for name, value in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and value.__module__ == module.__name__
    }


def actions() -> dict[str, Callable[..., Any]]:
    """Return all actions: those of `logic/action.py` and of the rooms' `action.py`."""
    return _functions([import_module(f"{FEATURE}.logic.action"), *modules("action")])


def auth_functions() -> dict[str, Callable[..., Any]]:
    """Return who may call them: `logic/auth.py` and the rooms' `auth.py`."""
    return _functions([import_module(f"{FEATURE}.logic.auth"), *modules("auth")])


def helpers() -> dict[str, Callable[..., Any]]:
    """Return the template helpers: `helpers.py` and the rooms' `helpers.py`."""
    return _functions([import_module(f"{FEATURE}.helpers"), *modules("helpers")])


def blueprints() -> list[Blueprint]:
    """Return the blueprints: those `views.py` names, and all of the rooms' `views.py`."""
    views = import_module(f"{FEATURE}.views")
    own = [getattr(views, name) for name in views.__all__]
    return own + [
        value
        for module in modules("views")
        for value in vars(module).values()
        if isinstance(value, Blueprint)
    ]


def commands() -> list[click.Command]:
    """Return the commands of the rooms' `cli.py`, for the group `ckan kanazawa-schemas`."""
    return [
        value
        for module in modules("cli")
        for value in vars(module).values()
        if isinstance(value, click.Command)
    ]


def jobs() -> dict[str, Callable[..., None]]:
    """Return kind of job → what does it: the `JOBS` of the rooms' `jobs.py`."""
    return {kind: run for module in modules("jobs") for kind, run in module.JOBS.items()}


def given_up() -> dict[str, Callable[..., None]]:
    """Return kind of job → what notes on the edition that it failed for good.

    The `GIVEN_UP` of the rooms' `jobs.py`, for unforeseen failures only: called with the job
    and {"code", "params"}, outside the transaction of the work. Rooms may leave it out.
    """
    return {
        kind: note
        for module in modules("jobs")
        for kind, note in getattr(module, "GIVEN_UP", {}).items()
    }
