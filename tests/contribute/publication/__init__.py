"""Publication: merge, one transaction, taken down."""
