"""Entry point of `python -m ckanext.kanazawa.lib.tables.cli`."""

from __future__ import annotations

import sys

from ckanext.kanazawa.lib.tables.cli import main

if __name__ == "__main__":
    sys.exit(main())
