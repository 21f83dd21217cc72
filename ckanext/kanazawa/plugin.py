"""Base plugin "kanazawa": translations, shared settings, code lists."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins as p
import ckan.plugins.toolkit as tk

# The folder is mapped in by setup.py, which no type checker reads.
import ckanext.kanazawa.i18n as catalogue  # pyright: ignore[reportMissingImports]


@tk.blanket.helpers
class KanazawaPlugin(p.SingletonPlugin):
    """What every feature of the suite stands on."""

    p.implements(p.ITranslation)

    def i18n_directory(self) -> str:
        """Return the folder of the one catalogue (mapped to the top of the repository)."""
        return str(Path(next(iter(catalogue.__path__))))

    def i18n_locales(self) -> list[str]:
        """Return the languages the catalogue has; English is in the source."""
        return ["ja"]

    def i18n_domain(self) -> str:
        """Return the name of the catalogue."""
        return "ckanext-kanazawa"
