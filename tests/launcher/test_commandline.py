"""The commands, as somebody types them in a clone where nothing was started yet."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.launcher.conftest import ROOT

Portal = Callable[..., "subprocess.CompletedProcess[str]"]


def test_status_says_that_nothing_runs(portal: Portal):
    said = portal("status")
    assert said.returncode == 3
    assert "./portal up" in said.stdout


def test_down_has_nothing_to_do(portal: Portal):
    said = portal("down")
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("command", [["logs"], ["ckan", "user", "list"]])
def test_commands_that_need_a_portal_say_how_to_get_one(portal: Portal, command: list[str]):
    said = portal(*command)
    assert said.returncode == 1
    assert "Run ./portal up first" in said.stderr


def test_reset_asks_and_deletes_nothing_without_an_answer(portal: Portal, workshop: Path):
    (workshop / "var").mkdir()
    (workshop / "var" / "kept").touch()
    said = portal("reset")
    assert said.returncode == 1
    assert "--yes" in said.stderr
    assert (workshop / "var" / "kept").exists()


def test_reset_with_yes_deletes_the_data(portal: Portal, workshop: Path):
    (workshop / "var" / "postgres").mkdir(parents=True)
    assert portal("reset", "--yes").returncode == 0
    assert not (workshop / "var").exists()


def test_taken_port_is_told_before_anything_is_installed(portal: Portal, workshop: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        said = portal("up", "--port", port)
    assert said.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in said.stderr
    assert "./portal up --port " in said.stderr
    assert not (workshop / ".venv").exists()


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_impossible_port_is_refused(portal: Portal, port: str):
    said = portal("up", "--port", port)
    assert said.returncode == 2
    assert f'"{port}" is no port number' in said.stderr


@pytest.mark.parametrize(
    ("typed", "japanese", "english"),
    [
        ([], "コマンドがありません", "a command is missing"),
        (["bogus"], "「bogus」というコマンドはありません", "no command named bogus"),
        (["up", "--prot", "1"], "使えない指定です: --prot 1", "not understood: --prot 1"),
        (["up", "--port"], "--port の後に値が必要です", "--port needs a value"),
        (["logs", "-n", "x"], "「x」は数ではありません", "is no number"),
    ],
)
def test_what_cannot_be_understood_is_said_in_both_languages(
    portal: Portal, typed: list[str], japanese: str, english: str
):
    said = portal(*typed, LANG="C.UTF-8")
    assert said.returncode == 2
    assert japanese in said.stderr
    assert english in said.stderr
    assert "./portal up" in said.stderr


def test_help_speaks_japanese_to_the_japanese(portal: Portal):
    said = portal("--help", LANG="ja_JP.UTF-8")
    assert "準備して起動する" in said.stdout
    assert "set up and start" not in said.stdout


@pytest.mark.parametrize("typed", [["up", "--help"], ["help", "up"]])
def test_help_of_a_command_begins_with_it_once(portal: Portal, typed: list[str]):
    said = portal(*typed, LANG="C.UTF-8")
    assert said.returncode == 0
    assert said.stdout.startswith("使い方 / usage: ./portal up [")


def test_help_is_a_command(portal: Portal):
    assert portal("help").stdout == portal("--help").stdout != ""


def test_commands_that_are_not_for_people_are_not_listed(portal: Portal):
    assert "serve" not in portal("bogus").stderr + portal().stderr + portal("--help").stdout


def test_bad_port_is_said_in_one_language_a_line(portal: Portal):
    japanese, english = portal("up", "--port", "99999", LANG="C.UTF-8").stderr.split("✗ ")[1:]
    assert "99999" in japanese
    assert "is no port number" not in japanese
    assert "ポート番号" not in english
    assert "argument" not in english


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")
def test_data_of_another_user_are_left_alone(portal: Portal, workshop: Path):
    (workshop / "var").mkdir()
    command = ["/usr/bin/python3", "-m", "ckanext.kanazawa.launcher", "up"]
    environment = {"KANAZAWA_ROOT": str(workshop), "PYTHONPATH": str(ROOT), "LANG": "en"}
    said = subprocess.run(
        command, env=environment, user=65534, group=65534, capture_output=True, text=True, cwd="/"
    )
    if "No module named" in said.stderr:
        pytest.skip("another user cannot read this clone")
    assert said.returncode == 1
    assert "belongs to the user root" in said.stderr


class TestScript:
    def test_is_plain_shell(self):
        said = subprocess.run(["sh", "-n", ROOT / "portal"], capture_output=True, text=True)
        assert (said.returncode, said.stderr) == (0, "")

    def test_can_be_called_from_anywhere(self, tmp_path: Path):
        link = tmp_path / "status"
        link.mkdir()
        said = subprocess.run([ROOT / "portal", "--help"], cwd=link, capture_output=True, text=True)
        assert said.returncode == 0
        assert "./portal" in said.stdout

    def test_the_gate_runs_the_tests_and_nothing_else(self):
        lines = (ROOT / ".ci/run").read_text().splitlines()
        assert os.access(ROOT / ".ci/run", os.X_OK)
        assert lines[-1] == "exec ./portal test"
