"""The storage of resource files: CKAN's, local by default, S3-compatible by configuration."""

from __future__ import annotations

import logging
import os
import secrets
from datetime import datetime, timezone
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.exceptions import CkanConfigurationException
from ckan.lib import files

from . import config

log = logging.getLogger(__name__)
TIME_FORMAT = "%Y%m%dT%H%M%SZ"


def set_default_storage(settings: Any) -> None:
    """Keep resource files under `ckan.storage_path` where no storage is configured.

    Args:
        settings: CKAN's configuration, changed in place before CKAN collects storages.
    """
    name = settings["ckan.files.default_storages.resource"]
    default = settings["ckan.files.default_storages.default"]
    chosen = any(f"ckan.files.storage.{n}.type" in settings for n in (name, default))
    folder = settings.get("ckan.storage_path")
    if chosen or not folder:
        return
    prefix = f"ckan.files.storage.{name}"
    settings[f"{prefix}.type"] = "ckan:fs"
    settings[f"{prefix}.path"] = os.path.join(os.path.abspath(folder), "resources")
    settings[f"{prefix}.initialize"] = True


def check_storage_is_private() -> None:
    """Refuse a public storage: anyone could fetch files of private datasets from it.

    Raises:
        CkanConfigurationException: the storage of resources is public.
    """
    storage = find_storage()
    if getattr(getattr(storage, "settings", None), "public", False):
        raise CkanConfigurationException(
            f"ckan.files.storage.{config.storage_name()}.public must be false: files of "
            "private datasets lie in this storage."
        )


def find_storage() -> Any:
    """Return the storage of resource files, or None where none is configured."""
    try:
        return files.get_storage(config.storage_name())
    except files.exc.UnknownStorageError:
        return None


def storage_of(record: model.File) -> Any:
    """Return the storage a recorded file lies in, or None where it is no longer configured."""
    try:
        return files.get_storage(record.storage)
    except files.exc.UnknownStorageError:
        return None


def get_storage() -> Any:
    """Return the storage of resource files.

    Raises:
        ValidationError: none is configured, so that files cannot be uploaded.
    """
    storage = find_storage()
    if storage is None or not tk.config["ckan.uploads_enabled"]:
        raise tk.ValidationError({"upload": [tk._("Files cannot be uploaded to this portal.")]})
    return storage


def new_location(storage: Any, resource_id: str) -> files.Location:
    """Make a fresh address inside the storage that nobody can guess.

    The time in it lets the sweep tell old files from those being written, on
    every kind of storage.
    """
    time = datetime.now(timezone.utc).strftime(TIME_FORMAT)
    return storage.prepare_location(f"{resource_id}/{time}-{secrets.token_hex(16)}")


def remove_quietly(storage: Any, location: str) -> None:
    """Remove a file; a failure is logged and left for the sweep."""
    try:
        storage.remove(files.FileData(files.Location(location)))
    except Exception:  # each kind of storage fails in its own way
        log.exception("Could not remove %s from storage %s", location, storage)
