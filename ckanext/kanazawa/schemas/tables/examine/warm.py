"""What every job needs and no job changes, read before the worker forks."""

from __future__ import annotations

from ckanext.kanazawa.lib.gtfs.definitions import definitions
from ckanext.kanazawa.lib.tables.check.places import areas
from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.lib.tables.recognise.index import index


def warm() -> None:
    """Read formats, their headings, messages and places; kept, so that it costs once.

    Nothing here may have polars compute: its threads do not come along into the process that
    does a job, which would wait for them forever.
    """
    index()
    catalogue()
    areas()
    definitions()
