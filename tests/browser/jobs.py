"""Do the jobs that wait, each time a line comes in, and answer "done".

Run in a process of its own, with the settings of the portal under test: `python jobs.py
CKAN_INI`. The worker is CKAN's, which forks for each job; only CKAN itself is not loaded
anew for each handful of jobs, which takes longer than they do.
"""

from __future__ import annotations

import sys

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib.jobs import Worker

DONE = "done"


def main() -> None:
    """Work until the input ends."""
    answers = sys.stdout
    # What plugins print is for people.
    sys.stdout = sys.stderr
    make_app(load_config(sys.argv[1]))
    for _ in sys.stdin:
        Worker(["default"]).work(burst=True)
        print(DONE, file=answers, flush=True)


if __name__ == "__main__":
    main()
