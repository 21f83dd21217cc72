"""kanazawa_search: Japanese full-text search."""
