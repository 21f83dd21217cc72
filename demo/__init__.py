"""Demonstration content: files, their metadata, how they were made, and how they are loaded."""
