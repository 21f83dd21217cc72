"""Recognising formats, versions and columns."""
