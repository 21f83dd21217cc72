"""Normalisation of Japanese text."""
