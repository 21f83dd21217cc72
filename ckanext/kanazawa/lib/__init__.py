"""Pure Python: no CKAN, no configuration, no database, no network."""
