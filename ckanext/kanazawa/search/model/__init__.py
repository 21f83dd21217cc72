"""The tables of the embedded engine."""
