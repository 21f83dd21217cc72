"""Speed of tables in the portal, on a portal of its own with real HTTP."""
