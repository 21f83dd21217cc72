"""Copy the front-end libraries of node_modules to where CKAN serves them; run while building."""

from __future__ import annotations

import json
from pathlib import Path

from ckanext.kanazawa.launcher.frontend import copy_served

ROOT = Path.cwd()


def main() -> None:
    """Copy what `package.json` names as needed by visitors."""
    names = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    copy_served(ROOT / "node_modules", ROOT, names)


if __name__ == "__main__":
    main()
