"""kanazawa_schemas: catalogue metadata."""
