"""Every text of the command line, in Japanese and English, in the YAML files beside.

Texts of findings and of errors of the tools are in `schemas/tables/messages/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from ckanext.kanazawa.lib.yamltext import read_yaml

FILES = ("help", "problems", "results")
# The one written in C takes a tenth of the time, and `--help` has to answer at once.


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return key → {"ja": ..., "en": ...}, with placeholders of `str.format`."""
    found: dict[str, Mapping[str, str]] = {}
    for name in FILES:
        file = resources.files(__name__) / f"{name}.yaml"
        found.update(read_yaml(file.read_text(encoding="utf-8")))
    return found


def text(key: str, language: str, **values: object) -> str:
    """Return a text in a language, its placeholders filled.

    Raises:
        KeyError: there is no such text, or a value it names is missing.
    """
    return texts()[key][language].format_map(values)
