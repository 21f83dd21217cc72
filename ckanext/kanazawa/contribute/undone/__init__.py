"""Corrections that a later edition undid: found, told, decided on."""
