"""Entry point of `python3 -m ckanext.kanazawa.launcher`; see `commandline`."""

from __future__ import annotations

import sys

from ckanext.kanazawa.launcher.commandline import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
