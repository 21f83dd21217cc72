"""Data and sockets go where their servers can reach them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ckanext.kanazawa.launcher.failures import ForeignData
from ckanext.kanazawa.launcher.places import SOCKET_FOLDER_BYTES, find_places


def test_everything_is_kept_in_var_where_it_can_be(workshop: Path):
    places = find_places(workshop)
    places.prepare()
    assert places.data == workshop / "var"
    assert places.sockets == workshop / "var" / "run"
    assert places.sockets.stat().st_mode & 0o777 == 0o700
    assert places.sockets.stat().st_uid == places.servers.uid


@pytest.mark.parametrize("name", ["x" * 100, "金沢 オープンデータ", "100%@home?"])
def test_sockets_are_short_and_plain_whatever_the_clone_is_called(workshop: Path, name: str):
    clone = workshop / name
    clone.mkdir()
    sockets = find_places(clone).sockets
    assert clone not in sockets.parents
    assert len(os.fsencode(sockets)) <= SOCKET_FOLDER_BYTES
    assert sockets != find_places(workshop / "x").sockets


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders closed to its servers")
def test_data_of_a_clone_closed_to_the_servers_go_to_var_lib(workshop: Path):
    clone = workshop / "closed"
    clone.mkdir()
    clone.chmod(0o700)
    places = find_places(clone)
    assert places.data.parent == Path("/var/lib/ckanext-kanazawa")
    assert places.code.uid == 0
    assert places.servers.uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for others")
def test_root_leaves_a_portal_that_runs_without_root_to_its_owner(workshop: Path):
    (workshop / "var").mkdir()
    os.chown(workshop / "var", 65534, 65534)
    with pytest.raises(ForeignData):
        find_places(workshop)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change owners")
def test_files_root_made_are_handed_over(workshop: Path):
    places = find_places(workshop)
    places.prepare()
    storage = places.data / "storage"
    (storage / "file").write_text("x")
    for path in (storage, storage / "file"):
        os.chown(path, 0, 0)
    places.prepare()
    assert (storage / "file").stat().st_uid == places.code.uid
