"""Tables of the catalogue metadata."""
