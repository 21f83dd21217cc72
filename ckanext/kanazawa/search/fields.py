"""What kind each field of the index is: the same kinds on both engines.

Source: CKAN 2.12, ckan/config/solr/schema.xml, <fields>.
"""

from __future__ import annotations

from enum import Enum

DEFAULT_FIELD = "text"


class Kind(Enum):
    """How a field is searched."""

    TEXT = "text"  # words and parts of words
    NGRAM = "ngram"  # any part of the whole
    STRING = "string"  # exact value
    INTEGER = "integer"
    DATE = "date"


_TEXT = [
    "title",
    "notes",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
    "res_name",
    "res_description",
    "text",
    "urls",
    "depends_on",
    "dependency_of",
    "derives_from",
    "has_derivation",
    "links_to",
    "linked_from",
    "child_of",
    "parent_of",
]
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_TEXT, Kind.TEXT),
    **dict.fromkeys(("title_ngram", "name_ngram"), Kind.NGRAM),
    **dict.fromkeys(
        ("views_total", "views_recent", "resources_accessed_total", "resources_accessed_recent"),
        Kind.INTEGER,
    ),
    **dict.fromkeys(("metadata_created", "metadata_modified", "indexed_ts"), Kind.DATE),
}
_TEXT_PREFIXES = ("extras_", "res_extras_")

# Columns of the narrow row that are filtered as they are.
COLUMNS = frozenset(
    [
        "index_id",
        "id",
        "name",
        "site_id",
        "entity_type",
        "dataset_type",
        "state",
        "capacity",
        "title_string",
        "metadata_created",
        "metadata_modified",
        "indexed_ts",
        "views_total",
        "views_recent",
        "resources_accessed_total",
        "resources_accessed_recent",
    ]
)
# Columns that may be counted as facets too.
FACETED_COLUMNS = frozenset(("entity_type", "dataset_type", "state", "capacity"))

# Fields whose words are found without naming a field (copyField dest="text").
_IN_DEFAULT = frozenset(
    [
        "text",
        "urls",
        "url",
        "ckan_url",
        "download_url",
        "res_url",
        "name",
        "title",
        "license",
        "notes",
        "tags",
        "groups",
        "organization",
        "res_name",
        "res_description",
        "maintainer",
        "author",
    ]
)
_IN_DEFAULT_PREFIXES = ("extras_", "res_extras_", "vocab_")
_IN_URLS = frozenset(("url", "ckan_url", "download_url", "res_url"))

_STORED = frozenset(
    [
        "index_id",
        "id",
        "site_id",
        "title",
        "title_ngram",
        "entity_type",
        "dataset_type",
        "state",
        "name",
        "name_ngram",
        "revision_id",
        "version",
        "url",
        "ckan_url",
        "download_url",
        "notes",
        "author",
        "author_email",
        "maintainer",
        "maintainer_email",
        "license",
        "license_id",
        "tags",
        "groups",
        "organization",
        "capacity",
        "res_name",
        "res_description",
        "res_format",
        "res_url",
        "res_type",
        "metadata_created",
        "metadata_modified",
        "indexed_ts",
    ]
)
_STORED_PREFIXES = ("extras_", "res_extras_", "vocab_")

_MULTIPLE = frozenset(
    [
        "tags",
        "groups",
        "permission_labels",
        "res_name",
        "res_description",
        "res_format",
        "res_url",
        "res_type",
        "text",
        "urls",
    ]
)
_MULTIPLE_PREFIXES = ("res_extras_", "vocab_")

# Kept in columns of their own, searched nowhere.
PAYLOAD = ("data_dict", "validated_data_dict")


def kind_of(field: str) -> Kind:
    """Return how a field is searched; an unknown one is an exact string."""
    known = _KINDS.get(field)
    if known:
        return known
    if field.endswith("_date"):
        return Kind.DATE
    return Kind.TEXT if field.startswith(_TEXT_PREFIXES) else Kind.STRING


def is_in_default(field: str) -> bool:
    """Return whether words of this field are found without naming it."""
    return field in _IN_DEFAULT or field.startswith(_IN_DEFAULT_PREFIXES)


def is_in_urls(field: str) -> bool:
    """Return whether words of this field are found as `urls:`."""
    return field in _IN_URLS


def is_stored(field: str) -> bool:
    """Return whether a search may return this field (never permission labels)."""
    if field in _STORED or field.startswith(_STORED_PREFIXES):
        return True
    return field.endswith("_date")


def is_multiple(field: str) -> bool:
    """Return whether a field is a list, even with one value in it."""
    return field in _MULTIPLE or field.startswith(_MULTIPLE_PREFIXES)


def is_counted(field: str) -> bool:
    """Return whether exact values of this field are kept, to filter and to count."""
    if field in FACETED_COLUMNS:
        return True
    if field in COLUMNS or field in PAYLOAD or field == "permission_labels":
        return False
    return kind_of(field) in (Kind.STRING, Kind.DATE)
