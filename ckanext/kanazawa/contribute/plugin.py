"""Plugin "kanazawa_contribute": contributors, submissions, review, publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.exceptions import CkanConfigurationException
from ckan.types import Context

from ckanext.kanazawa.contribute.bodies.identify import identify
from ckanext.kanazawa.contribute.closing import check_settings
from ckanext.kanazawa.contribute.config import PENDING_STORAGE
from ckanext.kanazawa.contribute.folders.sink import SINK, Contributor
from ckanext.kanazawa.contribute.people.closed.hidden import hide_address_hashes
from ckanext.kanazawa.contribute.rooms import ROOMS
from ckanext.kanazawa.contribute.storage import (
    OWNER_TYPE,
    check_pending_is_private,
    set_pending_storage,
)
from ckanext.kanazawa.contribute.undone.watch import look_for_undone
from ckanext.kanazawa.schemas.shared import Edition, IEditions, IImports, IJobs


@tk.blanket.actions(ROOMS.actions)
@tk.blanket.auth_functions(ROOMS.auth_functions)
@tk.blanket.blueprints(ROOMS.blueprints)
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers(ROOMS.helpers)
class KanazawaContributePlugin(p.SingletonPlugin):
    """Closed unless opened: what nobody approved is reachable by nobody else."""

    p.implements(p.IAuthenticator, inherit=True)
    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer)
    p.implements(p.IFiles, inherit=True)
    p.implements(IEditions)
    p.implements(IImports, inherit=True)
    p.implements(IJobs, inherit=True)

    def update_config(self, config: Any) -> None:
        """Add our templates and assets, and a storage for pending files."""
        set_pending_storage(config)
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "kanazawa_contribute")

    def configure(self, config: Any) -> None:
        """Refuse to start where something is missing or open."""
        switched_on = tk.aslist(tk.config["ckan.plugins"])
        if "kanazawa_schemas" not in switched_on:
            raise CkanConfigurationException(
                "kanazawa_contribute needs: kanazawa_schemas. Add it to ckan.plugins, after "
                "kanazawa_contribute."
            )
        check_settings()
        hide_address_hashes()
        check_pending_is_private()

    def identify_user(self, user_id: str | None = None) -> model.User | model.AnonymousUser | None:
        """Say who calls with the token of a body."""
        return identify()

    def kanazawa_jobs(self) -> dict[str, Callable[..., None]]:
        """Offer the work of the rooms to the queue."""
        return ROOMS.jobs()

    def kanazawa_jobs_given_up(self) -> dict[str, Callable[..., None]]:
        """Offer what notes that work failed for good."""
        return ROOMS.given_up()

    def kanazawa_edition_examined(self, edition: Edition) -> None:
        """Have it looked up whether a new edition undoes a correction."""
        look_for_undone(edition)

    def kanazawa_import_sinks(self) -> dict[str, Callable[..., Any]]:
        """Take in folders of contributors."""
        return {SINK: Contributor}

    def files_file_allows(self, context: Context, file: Any, operation: Any) -> bool | None:
        """Close pending files to CKAN's own file actions: only our view serves them."""
        return False if file.storage == PENDING_STORAGE else None

    def files_owner_allows(
        self, context: Context, owner_type: str, owner_id: str, operation: Any
    ) -> bool | None:
        """Close lists of pending files, too."""
        return False if owner_type == OWNER_TYPE else None
