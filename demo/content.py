"""Read the metadata of the demonstration: `demo/datasets/*.yaml`, one file a provider."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent
DATASETS = FOLDER / "datasets"
FILES = FOLDER / "files"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"


class ContentError(Exception):
    """A metadata file of the demonstration is broken; names the file."""


def providers(folder: Path = DATASETS) -> list[dict[str, Any]]:
    """Read every provider with its datasets, in the order of the file names.

    Returns:
        dicts with `organization` (name, and the whole organisation unless `existing`),
        and `datasets`: as `package_create` takes them, except `files`, a list of resources
        with `file`, the name under `demo/files`.

    Raises:
        ContentError: no YAML, or a member is missing.
    """
    return [_provider(path) for path in sorted(folder.glob("*.yaml"))]


def _provider(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        defaults = document.get("defaults") or {}
        organization = document["organization"]
        datasets = [
            _dataset(organization["name"], {**defaults, **dataset})
            for dataset in document["datasets"]
        ]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ContentError(f"{path.name}: {error!r}") from error
    return {"organization": organization, "datasets": datasets}


def _dataset(owner: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Spell out what the YAML shortens: plain names beside translations, IRIs."""
    dataset = dict(facts)
    dataset["owner_org"] = owner
    dataset["kanazawa_demo"] = True
    dataset["tags"] = [{"name": tag} for tag in facts.get("tags", [])]
    if "frequency" in facts:
        dataset["frequency"] = FREQUENCY + facts["frequency"]
    dataset["language"] = [LANGUAGE + code for code in facts.get("language", ["JPN"])]
    dataset["files"] = [dict(file) for file in facts["files"]]
    return dataset
