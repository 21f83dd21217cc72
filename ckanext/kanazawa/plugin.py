"""Base plugin "kanazawa": translations, shared settings, code lists, being found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

# A mapped folder (setup.py): the type checker looks for it inside the package.
import ckanext.kanazawa.i18n as catalogue  # pyright: ignore[reportMissingImports]
from ckanext.kanazawa import config as options
from ckanext.kanazawa.compression import install_compression
from ckanext.kanazawa.feeds import PACKAGE, KanazawaFeed
from ckanext.kanazawa.guard import install_guard
from ckanext.kanazawa.licences import licence_file
from ckanext.kanazawa.responses import install_headers


@tk.blanket.helpers
@tk.blanket.blueprints
@tk.blanket.config_declarations
class KanazawaPlugin(p.SingletonPlugin):
    """What every feature of the suite stands on."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IFeed)

    def update_config(self, config: Any) -> None:
        """Add the templates of the base, and our licences unless the operator chose a list."""
        tk.add_template_directory(config, "templates")
        if not config.get("licenses_group_url"):
            config["licenses_group_url"] = f"file://{licence_file()}"

    def i18n_directory(self) -> str:
        """Return the folder of the one catalogue (mapped to the top of the repository)."""
        return str(Path(next(iter(catalogue.__path__))))

    def i18n_locales(self) -> list[str]:
        """Return the languages the catalogue has; English is in the source."""
        return ["ja"]

    def i18n_domain(self) -> str:
        """Return the name of the catalogue."""
        return "ckanext-kanazawa"

    def make_middleware(self, app: Any, config: Any) -> Any:
        """Add the guard, the headers and the compression to the application."""
        install_guard(app)
        install_headers(app)
        if options.compress():
            install_compression(app)
        return app

    def get_feed_class(self) -> Any:
        """Return the class that writes Atom feeds."""
        return KanazawaFeed

    def get_item_additional_fields(self, dataset_dict: dict[str, Any]) -> dict[str, Any]:
        """Hand the whole dataset to the feed, for titles in the reader's language."""
        return {PACKAGE: dataset_dict}
