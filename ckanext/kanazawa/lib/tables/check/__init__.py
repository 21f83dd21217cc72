"""Check a table against its format: every finding, in blocks of bounded memory."""
