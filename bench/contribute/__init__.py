"""How fast contributions are: the queue, publication, many contributors at once."""

# CKAN puts its own folder in front of the import path: its `tests` would hide ours afterwards.
import tests  # noqa: F401
