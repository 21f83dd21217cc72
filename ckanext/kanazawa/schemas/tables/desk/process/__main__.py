"""Entry point of `python -m ckanext.kanazawa.schemas.tables.desk.process FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from ckanext.kanazawa.schemas.tables.desk.process.supervise import supervise

if __name__ == "__main__":
    supervise(Path(sys.argv[1]))
