"""Delete the data of a portal."""

from __future__ import annotations

import shutil

from ckanext.kanazawa.launcher.places import Places


def remove_data(places: Places) -> None:
    """Delete databases, uploaded files, secrets, logs and sockets of a stopped portal.

    The virtual environment and the front-end libraries stay: they hold no data.
    """
    for path in (places.sockets, places.data):
        if path.is_dir():
            shutil.rmtree(path)
