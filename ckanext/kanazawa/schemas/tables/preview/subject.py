"""The resource a view is of: found, allowed, and with a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.preview.columns import Layout, layout_of
from ckanext.kanazawa.schemas.tables.preview.store import is_available


@dataclass(frozen=True)
class Subject:
    """Whose table is shown.

    Attributes:
        package, resource: as their actions show them to this visitor.
        edition: the one visitors see; None for a table that came without a file.
    """

    package: dict[str, Any]
    resource: dict[str, Any]
    edition: Edition | None

    def layout(self, connection: sa.Connection) -> Layout | None:
        """Return the columns of the table; None where there is no table."""
        return layout_of(connection, self.resource["id"], self.edition)

    @property
    def row_runs(self) -> list[list[int]] | None:
        """Return which row of the file each row was (`tables.row_numbers`)."""
        return self.edition.facts.get("row_runs") if self.edition else None

    @property
    def loaded_rows(self) -> int | None:
        """Return how many rows were loaded from the file."""
        return self.edition.loaded_rows if self.edition else None


def subject_of(id: str, resource_id: str) -> Subject:
    """Return what an address is about.

    Raises:
        ObjectNotFound, NotAuthorized: as `package_show` and `resource_show`; also where the
            resource belongs to another dataset, or there is no DataStore.
    """
    package = tk.get_action("package_show")({}, {"id": id})
    resource = tk.get_action("resource_show")({}, {"id": resource_id})
    if resource["package_id"] != package["id"] or not is_available():
        raise tk.ObjectNotFound("resource")
    tk.check_access("datastore_search", {}, {"resource_id": resource["id"]})
    return Subject(package, resource, Edition.shown(resource["id"]))
