"""Uploaded files: how they are received, stored, recorded and handed out."""
