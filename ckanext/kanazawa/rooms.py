"""Collect what the rooms of a feature offer to CKAN.

CKAN's blankets look into one module each; here every room of a large feature has its own
`action.py`, `auth.py`, `helpers.py`, `views.py`, `cli.py` and `jobs.py`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import click
from flask import Blueprint

Functions = dict[str, Callable[..., Any]]


class Rooms:
    """The rooms of one feature.

    Args:
        package: which holds the rooms, "ckanext.kanazawa.schemas.tables".
        names: of the rooms, in the order they are asked.
        besides: kind of module ("action", "auth", "helpers") → full name of a module of the
            feature that stands outside its rooms and offers the same kind of things.
    """

    def __init__(
        self, package: str, names: Iterable[str], besides: dict[str, str] | None = None
    ) -> None:
        self.package = package
        self.names = tuple(names)
        self.besides = besides or {}

    def modules(self, name: str) -> list[ModuleType]:
        """Return the modules of this name: that of the feature, then every room's."""
        rooms = [f"{self.package}.{room}" for room in self.names]
        found = [
            f"{room}.{name}" for room in rooms if find_spec(room) and find_spec(f"{room}.{name}")
        ]
        own = [self.besides[name]] if name in self.besides else []
        return [import_module(path) for path in (*own, *found)]

    def functions(self, name: str) -> Functions:
        """Return the public functions that modules of a name define, not those they import."""
        return {
            key: value
            for module in self.modules(name)
            for key, value in inspect.getmembers(module, inspect.isfunction)
            if not key.startswith("_") and value.__module__ == module.__name__
        }

    def actions(self) -> Functions:
        """Return all actions."""
        return self.functions("action")

    def auth_functions(self) -> Functions:
        """Return who may call them."""
        return self.functions("auth")

    def helpers(self) -> Functions:
        """Return the template helpers."""
        return self.functions("helpers")

    def blueprints(self) -> list[Blueprint]:
        """Return the blueprints of the rooms' `views.py`."""
        return self._things("views", Blueprint)

    def commands(self) -> list[click.Command]:
        """Return the commands of the rooms' `cli.py`, for the feature's own group."""
        return self._things("cli", click.Command)

    def jobs(self) -> Functions:
        """Return kind of job → what does it: the `JOBS` of the rooms' `jobs.py`."""
        return {kind: run for module in self.modules("jobs") for kind, run in module.JOBS.items()}

    def given_up(self) -> Functions:
        """Return kind of job → what notes that it failed for good.

        The `GIVEN_UP` of the rooms' `jobs.py`, for unforeseen failures only: called with the
        job and {"code", "params"}, outside the transaction of the work. May be left out.
        """
        return {
            kind: note
            for module in self.modules("jobs")
            for kind, note in getattr(module, "GIVEN_UP", {}).items()
        }

    def _things(self, name: str, kind: type[Any]) -> list[Any]:
        return [
            value
            for module in self.modules(name)
            for value in vars(module).values()
            if isinstance(value, kind)
        ]
