"""Tests of the room "limits" of the contributors' feature."""
