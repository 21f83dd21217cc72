"""What can go wrong in a search, as CKAN knows it.

SearchError (CKAN)          pages say that searching failed, the API answers 409
└── SearchQueryError (CKAN) the query is wrong: pages and API answer 400 with the reason
    └── InvalidQuery        ours; its text is for the person who wrote the query
CkanConfigurationException (CKAN)
└── IndexNotReady           the tables are not there: names the command that makes them
SearchIndexError (CKAN)
└── IndexNotWritten         a dataset could not be indexed
"""

from __future__ import annotations

from ckan.exceptions import CkanConfigurationException
from ckan.lib.search.common import SearchIndexError, SearchQueryError

MIGRATE_COMMAND = "ckan db upgrade -p kanazawa_search"
REBUILD_COMMAND = "ckan search-index rebuild"


class InvalidQuery(SearchQueryError):
    """The query cannot be understood, or asks for what this engine does not do.

    Attributes:
        reader_message: what is wrong, in the language of who asked, fit to be shown.
    """

    def __init__(self, reader_message: str) -> None:
        super().__init__(reader_message)
        self.reader_message = reader_message


class IndexNotReady(CkanConfigurationException):
    """The tables of the index do not exist yet; no SearchError, which pages hide."""

    def __init__(self) -> None:
        super().__init__(
            f"The search index does not exist yet. Run `{MIGRATE_COMMAND}`, "
            f"then `{REBUILD_COMMAND}`."
        )


class IndexNotWritten(SearchIndexError):
    """A dataset could not be written to the index."""
