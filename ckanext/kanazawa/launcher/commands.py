"""Run helper programs: quietly, with their output in a log and signs of life on the screen."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ckanext.kanazawa.launcher.accounts import Account
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.failures import CommandFailed, DiskFull, Failure

NO_ROOM = ("No space left on device", "Disk quota exceeded", "enough free space in")
# How often a long step says that it is still going on.
PROGRESS_EVERY_S = 5.0
TAIL_LINES = 15


def clean_environment(**more: str) -> dict[str, str]:
    """Return the environment without settings meant for another CKAN, PostgreSQL or Python.

    A shell prepared for another portal must not make this one work on foreign data.
    """
    foreign = ("CKAN_", "CKAN__", "PG", "PYTHONPATH", "VIRTUAL_ENV", "KANAZAWA_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    return {**kept, "PYTHONUNBUFFERED": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more}


def run(
    command: Sequence[str | Path],
    *,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | str = "/",
    given: str | None = None,
) -> str:
    """Run a short program and return what it printed.

    Args:
        command: program and arguments.
        account: who runs it; the current user when left out.
        env: its whole environment.
        cwd: its working folder.
        given: what it reads from standard input.

    Raises:
        CommandFailed: it ended with an error.
        DiskFull: it found no room.
    """
    arguments = [str(part) for part in command]
    outcome = subprocess.run(
        arguments,
        input=given if given is not None else "",
        capture_output=True,
        text=True,
        errors="replace",
        cwd=cwd,
        env=dict(env) if env is not None else clean_environment(),
        # Without a terminal of its own no program can stop and ask.
        start_new_session=True,
        check=False,
        **(account.switch() if account else {}),
    )
    if outcome.returncode:
        raise failure_of(arguments, outcome.stdout + outcome.stderr)
    return outcome.stdout


def run_long(
    command: Sequence[str | Path],
    *,
    console: Console,
    label: str,
    log: Path,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | str = "/",
    given: str | None = None,
) -> None:
    """Run a program that takes its time; print its latest line every few seconds.

    Args:
        console: where progress is printed.
        label: name of the step in the progress lines.
        log: file that receives the whole output.

    The other arguments and the errors are those of `run`.
    """
    arguments = [str(part) for part in command]
    with log.open("ab") as output:
        begin = output.tell()
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env) if env is not None else clean_environment(),
            start_new_session=True,
            **(account.switch() if account else {}),
        )
    try:
        _feed(process, given)
        _watch(process, console, label, log)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        with log.open("rb") as output:
            output.seek(begin)
            raise failure_of(arguments, output.read().decode(errors="replace"), log)


def failure_of(arguments: Sequence[str], output: str, log: Path | None = None) -> Failure:
    """Tell a full disk from other failures of a program, by what it printed."""
    if any(text in output for text in NO_ROOM):
        return DiskFull(path=log or "/", free="0")
    tail = "\n".join(output.strip().splitlines()[-TAIL_LINES:])
    return CommandFailed(command=" ".join(arguments), output=tail)


def _feed(process: subprocess.Popen[Any], given: str | None) -> None:
    stdin: Any = process.stdin
    try:
        if given:
            stdin.write(given.encode())
        stdin.close()
    except BrokenPipeError:
        pass


def _watch(process: subprocess.Popen[Any], console: Console, label: str, log: Path) -> None:
    told = time.monotonic()
    while True:
        try:
            process.wait(timeout=0.2)
            return
        except subprocess.TimeoutExpired:
            if time.monotonic() - told >= PROGRESS_EVERY_S:
                told = time.monotonic()
                console.progress(label, last_line(log))


def last_line(path: Path) -> str:
    """Return the last line of a log that says something."""
    lines = tail(path, 5)
    return next((line.strip() for line in reversed(lines) if line.strip()), "…")


def tail(path: Path, lines: int) -> list[str]:
    """Return the last lines of a file; none where it does not exist."""
    try:
        with path.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - lines * 400))
            found = stream.read().decode(errors="replace").replace("\r", "\n").splitlines()
    except FileNotFoundError:
        return []
    return found[-lines:]
