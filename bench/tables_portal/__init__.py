"""Speed of tables in the portal, on a portal of its own with real HTTP."""

"""Speed of the tables in the portal."""
