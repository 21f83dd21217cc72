"""Tests of the room "corrections" of the contributors' feature."""
