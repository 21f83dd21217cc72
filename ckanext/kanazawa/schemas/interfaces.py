"""What other features may add to the tables of the portal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ckan.plugins as p

from ckanext.kanazawa.schemas.model.edition import Edition

if TYPE_CHECKING:
    from ckanext.kanazawa.schemas.model.bulk_import import BulkImport
    from ckanext.kanazawa.schemas.tables.bulk.sink import Sink


class IJobs(p.Interface):
    """Work that is done by the feature's queue: rows with leases, and a sweeper.

    The owner of a job is anything with an id; jobs of one owner never run side by side.
    """

    def kanazawa_jobs(self) -> dict[str, Callable[..., None]]:
        """Return kind of job → function of the row (`schemas/model/job.py`) that does it.

        A job may run again after its worker died: it finds and writes the same.
        """
        return {}

    def kanazawa_jobs_given_up(self) -> dict[str, Callable[..., None]]:
        """Return kind of job → function of the row and {"code", "params"}: nothing came of it."""
        return {}


class IEditions(p.Interface):
    """What happens to the editions of tables."""

    def kanazawa_edition_examined(self, edition: Edition) -> None:
        """Learn that a table came in and was examined, in the transaction that records it.

        Called again where it is examined again. Whatever takes time is put as a job.

        Args:
            edition: of a resource; perhaps held, and visitors do not see it yet.
        """


class IImports(p.Interface):
    """Others who take in what stands in the sheet of a folder, besides the catalogue."""

    def kanazawa_import_sinks(self) -> dict[str, Callable[[BulkImport], Sink]]:
        """Return name (`BulkImport.sink`) → what makes a sink for a folder that was sent."""
        return {}
