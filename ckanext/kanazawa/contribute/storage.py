"""The storage of pending files: beside that of resources, and never public."""

from __future__ import annotations

import os
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.exceptions import CkanConfigurationException
from ckan.lib import files

from ckanext.kanazawa.contribute.config import PENDING_STORAGE

OWNER_TYPE = "kanazawa_submission"


def set_pending_storage(settings: Any) -> None:
    """Keep pending files under `ckan.storage_path` where no storage is configured for them.

    Args:
        settings: CKAN's configuration, changed in place before CKAN collects storages.
    """
    prefix = f"ckan.files.storage.{PENDING_STORAGE}"
    folder = settings.get("ckan.storage_path")
    if f"{prefix}.type" in settings or not folder:
        return
    settings[f"{prefix}.type"] = "ckan:fs"
    settings[f"{prefix}.path"] = os.path.join(os.path.abspath(folder), "pending")
    settings[f"{prefix}.initialize"] = True


def check_pending_is_private() -> None:
    """Refuse a public storage.

    Raises:
        CkanConfigurationException: anyone could fetch pending files from it.
    """
    try:
        storage = files.get_storage(PENDING_STORAGE)
    except files.exc.UnknownStorageError:
        return
    if getattr(storage.settings, "public", False):
        raise CkanConfigurationException(
            f"ckan.files.storage.{PENDING_STORAGE}.public must be false: files that nobody "
            "approved yet lie in this storage."
        )


def pending_storage() -> Any:
    """Return the storage of pending files.

    Raises:
        ValidationError: none is configured, so that files cannot be uploaded.
    """
    try:
        return files.get_storage(PENDING_STORAGE)
    except files.exc.UnknownStorageError as error:
        raise tk.ValidationError(
            {"upload": [tk._("Files cannot be uploaded to this portal.")]}
        ) from error
