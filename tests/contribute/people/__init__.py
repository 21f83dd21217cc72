"""People: registration, addresses, terms, suspension, leaving."""
