"""The composition for production, as far as it can be tried without a Docker engine."""
