"""Pages: registration, links, the own account, accounts for stewards."""
