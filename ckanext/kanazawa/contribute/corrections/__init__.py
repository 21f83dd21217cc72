"""Reports of errors, and precise corrections of rows."""
