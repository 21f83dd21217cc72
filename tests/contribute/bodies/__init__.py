"""Bodies: members, tokens, verification, their pages."""
