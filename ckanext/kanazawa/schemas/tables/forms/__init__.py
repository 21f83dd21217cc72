"""The published table in every form, at addresses that never change."""
