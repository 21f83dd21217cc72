"""Folders of contributors."""
