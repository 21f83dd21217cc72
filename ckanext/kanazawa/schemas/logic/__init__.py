"""Actions, authorisation and validators of the catalogue metadata."""
