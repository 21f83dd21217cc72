"""Why a table could not be loaded.

TableError
└── LoadError        a table the DataStore cannot hold, or a DataStore that refuses it
    └── BusyError    somebody reads or changes the table; another time will do
"""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.errors import TableError


class LoadError(TableError):
    """The DataStore cannot hold the table; its texts are in `messages/loading.yaml`."""


class BusyError(LoadError):
    """The table is in use, or the DataStore does not answer; a later try may succeed."""

    passing = True
