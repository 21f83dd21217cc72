"""Tests of the room "submissions" of the contributors' feature."""
