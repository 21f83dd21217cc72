"""Tests of corrections that a later edition undid."""
