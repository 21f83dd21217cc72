"""Bodies that contribute: members, tokens, verification, their pages."""
