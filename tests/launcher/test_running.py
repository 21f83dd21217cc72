"""One portal per clone: who runs it, and that it is not started twice."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from pathlib import Path

import pytest

from ckanext.kanazawa.launcher.console import texts
from ckanext.kanazawa.launcher.failures import DiskFull, Failure, NoSuchLog, PortTaken
from ckanext.kanazawa.launcher.logs import LogFollower, shorten_logs, show_logs
from ckanext.kanazawa.launcher.network import check_port, free_port, local_address
from ckanext.kanazawa.launcher.running import RunFile, born
from ckanext.kanazawa.launcher.servers import External, check_room
from ckanext.kanazawa.launcher.stamps import Stamp, fingerprint


class TestRunFile:
    def test_knows_its_own_process(self, tmp_path: Path):
        run_file = RunFile(tmp_path)
        run_file.write("http://localhost:5000", ready=True)
        run = run_file.current()
        assert run is not None
        assert (run.pid, run.ready) == (os.getpid(), True)

    def test_does_not_take_a_later_process_for_the_portal(self, tmp_path: Path):
        run_file = RunFile(tmp_path)
        run_file.write("http://localhost:5000", ready=True)
        said = json.loads(run_file.path.read_text())
        run_file.path.write_text(json.dumps({**said, "born": said["born"] - 1}))
        assert run_file.current() is None
        assert run_file.stop() is False

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
    def test_half_written_file_is_no_run(self, tmp_path: Path, text: str):
        run_file = RunFile(tmp_path)
        run_file.path.write_text(text)
        assert run_file.current() is None

    def test_second_start_does_not_get_the_lock(self, tmp_path: Path):
        with RunFile(tmp_path).exclusively() as first, RunFile(tmp_path).exclusively() as second:
            assert (first, second) == (True, False)

    def test_process_that_never_was_has_no_birth(self):
        assert born(2**22 + 1) == 0


class TestPort:
    def test_taken_one_is_refused_with_another_to_try(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            with pytest.raises(PortTaken) as refusal:
                check_port("127.0.0.1", port)
        values = refusal.value.values
        assert values["port"] == port
        assert values["other"] != port
        (japanese,) = texts("fail.port_taken", ("ja",), **values)
        assert "ほかのプログラムが使っています" in japanese
        assert "use" not in japanese.replace("./portal up", "")
        check_port("127.0.0.1", int(str(values["other"])))

    def test_patience_waits_for_a_server_that_ends(self):
        other = socket.socket()
        other.bind(("127.0.0.1", 0))
        other.listen()
        timer = threading.Timer(0.5, other.close)
        timer.start()
        began = time.monotonic()
        check_port("127.0.0.1", other.getsockname()[1], patience_s=10)
        assert 0.4 < time.monotonic() - began < 8
        timer.join()

    @pytest.mark.parametrize(
        ("host", "address"),
        [
            ("0.0.0.0", "http://127.0.0.1:80"),
            ("::1", "http://[::1]:80"),
            ("192.0.2.7", "http://192.0.2.7:80"),
        ],
    )
    def test_launcher_finds_what_it_started(self, host: str, address: str):
        assert local_address(host, 80) == address


class TestRoom:
    def test_too_little_is_refused_before_anything_is_written(self, tmp_path: Path):
        with pytest.raises(DiskFull) as refusal:
            check_room(tmp_path, needed_bytes=2**62)
        assert int(str(refusal.value.values["free"])) > 0

    def test_enough_passes(self, tmp_path: Path):
        assert check_room(tmp_path, needed_bytes=1) is None


class TestExternal:
    @pytest.mark.parametrize(
        ("external", "variable"),
        [
            (External(postgres="postgresql://a:secret@127.0.0.1:1/x"), "KANAZAWA_POSTGRES_URL"),
            (External(redis="redis://:secret@127.0.0.1:1/0"), "KANAZAWA_REDIS_URL"),
        ],
    )
    def test_silent_server_is_named_without_its_password(self, external: External, variable: str):
        with pytest.raises(Failure, match="server_unreachable") as refusal:
            external.check()
        assert refusal.value.values["variable"] == variable
        assert "secret" not in str(refusal.value.values)


class TestLogs:
    def test_unknown_name_is_refused_with_those_that_exist(self, tmp_path: Path):
        (tmp_path / "postgres.log").write_text("ready\n")
        with pytest.raises(NoSuchLog) as refusal:
            show_logs(tmp_path, ["nosuch"], 30, follow=False)
        assert refusal.value.values["names"] == "access, portal, postgres, web, worker"

    def test_installation_is_shown_only_by_name(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ):
        for name in ("install", "web"):
            (tmp_path / f"{name}.log").write_text(f"line of {name}\n")
        show_logs(tmp_path, [], 30, follow=False)
        assert capsys.readouterr().out == "       web | line of web\n"
        show_logs(tmp_path, ["install"], 30, follow=False)
        assert capsys.readouterr().out == "   install | line of install\n"

    def test_follower_gives_whole_new_lines_only(self, tmp_path: Path):
        log, seen = tmp_path / "a.log", []
        log.write_text("old\n")
        follower = LogFollower(log)
        with log.open("a") as stream:
            stream.write("金沢\nhal")
        follower.each_new_line(seen.append)
        with log.open("a") as stream:
            stream.write("f\n")
        follower.each_new_line(seen.append)
        assert seen == ["金沢", "half"]

    def test_large_log_is_moved_aside_while_its_server_writes_on(self, tmp_path: Path):
        log = tmp_path / "web.log"
        with log.open("a") as server:
            server.write("x" * 100)
            server.flush()
            shorten_logs(tmp_path, max_bytes=50)
            server.write("after")
        assert log.read_text() == "after"
        assert (tmp_path / "web.log.1").read_text() == "x" * 100


def test_stamp_holds_for_the_same_content_only(tmp_path: Path):
    requirements, stamp = tmp_path / "r.txt", Stamp(tmp_path / "stamps" / "s")
    requirements.write_text("ckan>=2.12")
    stamp.set(fingerprint([requirements]))
    assert stamp.matches(fingerprint([requirements]))
    requirements.write_text("ckan>=2.13")
    assert not stamp.matches(fingerprint([requirements]))


def test_free_port_is_free():
    assert check_port("127.0.0.1", free_port()) is None
