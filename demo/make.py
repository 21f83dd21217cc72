"""Make the files of the demonstration again, byte for byte the same.

Usage::

    python demo/make.py [--shared FOLDER] [--check]

Facts come from a folder of public data (`data/real`: shelters of 国土地理院, GTFS of
金沢ふらっとバス, 5374.jp of 金沢市, lists of 石川県) and of national formats (`spec/national`);
the rest is drawn by lot with fixed seeds. What came from where: docs/demo.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that `python demo/make.py` finds its neighbours

from demo.tables import facts, figures, open_data_list, places  # noqa: E402

FILES = ROOT / "demo" / "files"


def made_files(shared: Path) -> dict[str, bytes]:
    """Return every file of the demonstration.

    Args:
        shared: folder with `data/real` and `spec/national`.
    """
    files: dict[str, bytes] = {}
    for make in (facts.shelters, facts.bus, facts.waste, facts.prefecture):
        files |= make(shared)
    files |= facts.municipalities(ROOT)
    files |= places.places(shared)
    files |= figures.figures(shared)
    files |= open_data_list.open_data_list(shared, ROOT / "demo" / "datasets")
    return files


def main() -> int:
    """Write the files, or say which differ (`--check`)."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    options = parser.parse_args()
    if not (options.shared / "data" / "real").is_dir():
        print(f"No public data in {options.shared}: give its folder with --shared", file=sys.stderr)
        return 2
    differing = 0
    for name, content in sorted(made_files(options.shared).items()):
        path = FILES / name
        same = path.is_file() and path.read_bytes() == content
        differing += not same
        if not same:
            print(f"{'differs' if options.check else 'written'}: {name} ({len(content)} bytes)")
        if not options.check:
            path.write_bytes(content)
    return 1 if options.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
