"""Settings of uploads, read from CKAN's own options."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

MB = 1024**2


def storage_name() -> str:
    """Return the name of the storage of resource files, normally `resources`."""
    return str(tk.config["ckan.files.default_storages.resource"])


def max_upload_bytes() -> int:
    """Return how large a resource file may be (`ckan.max_resource_size`, in MB)."""
    return int(tk.config["ckan.max_resource_size"]) * MB


def max_request_bytes() -> int:
    """Return how large any file of a request may be: resources, images."""
    return max(max_upload_bytes(), int(tk.config["ckan.max_image_size"]) * MB)
