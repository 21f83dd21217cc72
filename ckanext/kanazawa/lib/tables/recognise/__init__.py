"""Recognise which format and version a table follows, and how sure that is."""
