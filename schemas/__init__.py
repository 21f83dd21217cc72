"""Definitions as data: dataset types, table formats, code lists. No logic."""
