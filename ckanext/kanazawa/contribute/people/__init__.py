"""Who contributes: registration, confirmed addresses, terms of use, suspension, leaving."""
