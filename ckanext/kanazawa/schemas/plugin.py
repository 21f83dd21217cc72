"""Plugin "kanazawa_schemas": catalogue metadata and tables."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.exceptions import CkanConfigurationException
from ckan.types import CKANApp, Context

from ckanext.kanazawa.schemas import naming, offered, presentation, speech
from ckanext.kanazawa.schemas.files.hooks import FilesHooks
from ckanext.kanazawa.schemas.indexing import index_document
from ckanext.kanazawa.schemas.logic import validators
from ckanext.kanazawa.schemas.tables.examine.warm import warm
from ckanext.kanazawa.schemas.tables.findings.badge import note_seen
from ckanext.kanazawa.schemas.tables.linked import watch as _watch  # noqa: F401 (listens)
from ckanext.kanazawa.schemas.tables.load.dump import serve_dumps
from ckanext.kanazawa.schemas.tables.load.search import extend_datastore

NEEDED = ("kanazawa", "scheming_datasets", "scheming_organizations")


@tk.blanket.actions(offered.actions)
@tk.blanket.auth_functions(offered.auth_functions)
@tk.blanket.blueprints(offered.blueprints)
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers(offered.helpers)
class KanazawaSchemasPlugin(FilesHooks, p.SingletonPlugin):
    """Dataset and organisation types: how they come in, are named, found and shown."""

    p.implements(p.IConfigurer)
    p.implements(p.IForkObserver)
    p.implements(p.IValidators)
    p.implements(p.IPackageController, inherit=True)

    def update_config(self, config: Any) -> None:
        """Add our templates and assets."""
        super().update_config(config)
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "kanazawa_schemas")

    def configure(self, config: Any) -> None:
        """Say which line is missing where a plugin we stand on is switched off."""
        super().configure(config)
        switched_on = tk.aslist(tk.config["ckan.plugins"])
        missing = [name for name in NEEDED if name not in switched_on]
        if missing:
            raise CkanConfigurationException(
                f"kanazawa_schemas needs: {' '.join(missing)}. Add them to ckan.plugins, "
                f"after kanazawa_schemas."
            )
        if "datastore" in switched_on:
            extend_datastore()

    def make_middleware(self, app: CKANApp, config: Any) -> CKANApp:
        """Take over dumps of the DataStore besides downloads of files."""
        serve_dumps(app)
        speech.use(app)
        return super().make_middleware(app, config)

    def before_fork(self) -> None:
        """Read the definitions of tables once a worker, not once a job."""
        warm()

    def get_validators(self) -> dict[str, Any]:
        """Return our validators; three replace CKAN's own of the same name (see there)."""
        return {
            name: getattr(validators, name)
            for name in dir(validators)
            if name.startswith(("kanazawa_schemas_", "fluent_kanazawa_", "tag_"))
        }

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Add our facets and search words."""
        return index_document(pkg_dict) if pkg_dict.get("type") == "dataset" else pkg_dict

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Point `license_url` at the terms of licence "other"; say whose the dataset is."""
        presentation.complete_licence(pkg_dict)
        presentation.complete_providers([pkg_dict])

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        """Note what was found, so that one query tells the badges of a whole list."""
        note_seen(search_results["results"])
        presentation.complete_providers(search_results["results"])
        return search_results

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Remember the name a dataset had before it was renamed."""
        naming.remember_former_name(context)
