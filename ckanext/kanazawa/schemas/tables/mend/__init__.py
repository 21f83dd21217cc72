"""Repairs and column mappings: shown, agreed to, undone, remembered for the next edition."""
