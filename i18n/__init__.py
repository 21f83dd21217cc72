"""The one catalogue of translations. No logic."""
