"""The engines a search can run on."""
