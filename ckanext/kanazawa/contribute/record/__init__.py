"""The record of every step and decision."""
