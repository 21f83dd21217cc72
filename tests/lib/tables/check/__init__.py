"""Checking: cells, levels, rules, the report."""
