"""An open data portal suite for Kanazawa City and its five neighbours, on CKAN 2.12."""

__version__ = "0.1.0.dev0"
