"""What readers get to see of a dataset beyond what is stored."""

from __future__ import annotations

from typing import Any


def complete_licence(dataset: dict[str, Any]) -> None:
    """Set `license_url` of a dataset under licence "other" to the address of its terms."""
    if dataset.get("license_id") == "other" and dataset.get("kanazawa_license_url"):
        dataset["license_url"] = dataset["kanazawa_license_url"]
