"""Kinds of values a column can hold: how a right cell looks, and what a wrong one should be."""
