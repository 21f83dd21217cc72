"""Examine stored files: which table they hold, which standard it follows, what is wrong."""
