"""The commands of `./portal` and their options."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ckanext.kanazawa.launcher import servers
from ckanext.kanazawa.launcher.accounts import become, came_with_sudo
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.database import ckan_command, ckan_environment
from ckanext.kanazawa.launcher.failures import (
    BadUsage,
    Failure,
    Message,
    NotAnswered,
    NotRunning,
    NotSetUp,
    OtherPort,
    StillRunning,
    UnknownCommand,
)
from ckanext.kanazawa.launcher.logs import show_logs
from ckanext.kanazawa.launcher.network import check_port
from ckanext.kanazawa.launcher.packages import ensure_packages, portal_needs, test_needs
from ckanext.kanazawa.launcher.places import Places, find_places
from ckanext.kanazawa.launcher.portal import Options, Portal
from ckanext.kanazawa.launcher.reset import remove_data
from ckanext.kanazawa.launcher.running import RunFile
from ckanext.kanazawa.launcher.suite import Suite
from ckanext.kanazawa.launcher.usage import Parser, both, require_command

PORT = 5000
ROOT = Path(os.environ.get("KANAZAWA_ROOT") or Path(__file__).resolve().parents[3])


def main(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    # Code and environment are for everyone to read; secrets get narrower rights one by one.
    os.umask(0o022)
    # Being asked to stop while something is installed is like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console()
    try:
        if arguments[:1] == ["help"]:
            arguments = [*arguments[1:2], "--help"]
        require_command(arguments, [*COMMANDS, "ckan", "test"], internal=("serve",))
        _step_down(console, arguments[:1])
        # These two pass everything on, `--help` included.
        if arguments[:1] == ["test"]:
            return test(console, arguments[1:])
        if arguments[:1] == ["ckan"]:
            return ckan(console, arguments[1:])
        chosen = parser().parse_args(arguments)
        return COMMANDS[chosen.command](console, chosen)
    except (BadUsage, UnknownCommand) as failure:
        console.fail(failure)
        return 2
    except Failure as failure:
        console.fail(failure)
        return 1
    except KeyboardInterrupt:
        console.say("interrupted")
        return 130


def _step_down(console: Console, command: list[str]) -> None:
    """Go on as the clone's owner after `sudo ./portal …`; only packages take root."""
    owner = came_with_sudo(ROOT)
    if owner is None:
        return
    if command in (["up"], ["test"]):
        needs = servers.External.from_environment().needs()
        if command == ["test"]:
            needs = [*portal_needs(), *test_needs()]
        with tempfile.TemporaryDirectory() as folder:
            ensure_packages(needs, console, Path(folder) / "install.log")
    become(owner)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands but `test` and `ckan`."""
    top = Parser(prog="./portal", description=both("help.portal"))
    # With a name given, argparse does not build one from the top's line of usage.
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", prog="./portal")
    _add_up_options(commands.add_parser("up", help=both("help.up")))
    commands.add_parser("down", help=both("help.down"))
    commands.add_parser("status", help=both("help.status"))
    logs = commands.add_parser("logs", help=both("help.logs"))
    logs.add_argument("names", nargs="*", help=both("help.logs.names"))
    logs.add_argument("-n", "--lines", type=int, default=30, help=both("help.logs.lines"))
    logs.add_argument("-f", "--follow", action="store_true", help=both("help.logs.follow"))
    reset = commands.add_parser("reset", help=both("help.reset"))
    reset.add_argument("--yes", action="store_true", help=both("help.reset.yes"))
    commands.add_parser("ckan", help=both("help.ckan"), add_help=False)
    commands.add_parser("test", help=both("help.test"), add_help=False)
    _add_up_options(commands.add_parser("serve"))
    return top


def _add_up_options(up: argparse.ArgumentParser) -> None:
    up.add_argument("--port", type=_port, help=both("help.up.port"))
    up.add_argument("--host", default="127.0.0.1", help=both("help.up.host"))
    up.add_argument("--site-url", default="", help=both("help.up.site_url"))
    up.add_argument("--no-demo", action="store_true", help=both("help.up.no_demo"))
    up.add_argument("--detach", action="store_true", help=both("help.up.detach"))


def _port(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise BadUsage(detail=Message("up.bad_port", found=text))
    return int(text)


def _portal(console: Console, chosen: argparse.Namespace) -> Portal:
    external = servers.External.from_environment()
    port = chosen.port or PORT
    options = Options(chosen.host, port, chosen.site_url, not chosen.no_demo, external)
    places = find_places(ROOT)
    places.prepare()
    return Portal(places, console, options)


def up(console: Console, chosen: argparse.Namespace) -> int:
    """Prepare and start the portal."""
    portal = _portal(console, chosen)
    with portal.run_file.exclusively() as alone:
        if not alone:
            return _already_running(console, portal.run_file, chosen.port)
        # What a launcher killed with -9 left behind ends by itself, within seconds.
        check_port(chosen.host, portal.options.port, 15.0 if portal.run_file.path.exists() else 0.0)
        portal.prepare()
        if not chosen.detach:
            portal.serve(show_visits=True)
            return 0
    portal.detach(_up_arguments(chosen, portal.options.port))
    return 0


def serve(console: Console, chosen: argparse.Namespace) -> int:
    """Serve a prepared portal; what `up --detach` leaves running."""
    portal = _portal(console, chosen)
    with portal.run_file.exclusively() as alone:
        if not alone:
            return _already_running(console, portal.run_file, chosen.port)
        portal.serve(show_visits=False)
    return 0


def _up_arguments(chosen: argparse.Namespace, port: int) -> list[str]:
    arguments = ["--port", str(port), "--host", chosen.host, "--site-url", chosen.site_url]
    return [*arguments, "--no-demo"] if chosen.no_demo else arguments


def _already_running(console: Console, run_file: RunFile, asked: int | None) -> int:
    run = run_file.current()
    if run is not None and asked and run.port not in (0, asked):
        raise OtherPort(port=asked, address=run.address)
    if run is None:
        console.say("up.preparing_elsewhere")
    else:
        console.say("up.already", address=run.address)
    return 0


def down(console: Console, chosen: argparse.Namespace) -> int:
    """Stop the portal."""
    if RunFile(find_places(ROOT).state).stop():
        console.done("down.done")
    else:
        console.say("down.nothing")
    return 0


def status(console: Console, chosen: argparse.Namespace) -> int:
    """Say whether the portal runs; exit status 0 when it does, 3 when not, 4 not yet."""
    places = find_places(ROOT)
    run = RunFile(places.state).current()
    if run is None:
        console.say("status.stopped", data=places.data)
        return 3
    key = "status.ready" if run.ready else "status.starting"
    console.say(key, address=run.address, pid=run.pid, data=places.data)
    return 0 if run.ready else 4


def logs(console: Console, chosen: argparse.Namespace) -> int:
    """Show the logs."""
    places = find_places(ROOT)
    if not places.logs.is_dir():
        raise NotSetUp()
    show_logs(places.logs, chosen.names, chosen.lines, chosen.follow)
    return 0


def reset(console: Console, chosen: argparse.Namespace) -> int:
    """Delete all data of this clone's portal."""
    places = find_places(ROOT)
    if RunFile(places.state).current() is not None:
        raise StillRunning()
    if not chosen.yes:
        console.paragraph("reset.ask", data=places.data)
        if not sys.stdin.isatty():
            raise NotAnswered(option="--yes")
        if input("> ").strip().lower() not in ("yes", "はい"):
            console.say("reset.kept")
            return 1
    remove_data(places)
    console.done("reset.done")
    return 0


def ckan(console: Console, arguments: list[str]) -> int:
    """Run a command of CKAN with this portal's configuration."""
    places = find_places(ROOT)
    if not (places.ini.exists() and places.python.exists()):
        raise NotSetUp()
    if RunFile(places.state).current() is None:
        raise NotRunning()
    return run_as(places, ckan_command(places, *arguments))


def run_as(places: Places, command: list[str]) -> int:
    """Run a program in this terminal as the user of the web server."""
    environment = {**ckan_environment(places), "TERM": os.environ.get("TERM", "dumb")}
    return subprocess.run(command, env=environment, check=False, **places.code.switch()).returncode


def test(console: Console, arguments: list[str]) -> int:
    """Run the tests with private servers."""
    places = find_places(ROOT)
    places.prepare()
    return Suite(places, console).run(arguments)


COMMANDS = {
    "up": up,
    "serve": serve,
    "down": down,
    "status": status,
    "logs": logs,
    "reset": reset,
}
