"""System packages: what is missing is found by looking, and installed with apt.

Nothing of the system's own servers is started or changed: PostgreSQL comes
without its usual "main" cluster, and Redis as the program alone, without the
package that runs it as a service.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import shutil
import sysconfig
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.kanazawa.launcher.commands import clean_environment, run, run_long
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.failures import (
    CommandFailed,
    NoAdministrator,
    NoPackageManager,
    PackageFailed,
)
from ckanext.kanazawa.launcher.programs import chromium, postgres_folders, redis_program

LISTS = Path("/var/lib/apt/lists")
LISTS_MAX_AGE_S = 24 * 3600
CLUSTER_SETTINGS = Path("/etc/postgresql-common/createcluster.conf")
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = "#!/bin/sh\n# Written by ckanext-kanazawa while packages are installed.\nexit 101\n"


@dataclass(frozen=True)
class Need:
    """Something a package brings, and how to see whether it is there."""

    packages: tuple[str, ...]
    present: Callable[[], bool]


def _has_module(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def _has_python_headers() -> bool:
    return (Path(sysconfig.get_paths()["include"]) / "Python.h").is_file()


def _has_cjk_font() -> bool:
    folders = ("/usr/share/fonts", "/usr/local/share/fonts")
    return any(any(Path(folder).rglob("*CJK*")) for folder in folders)


def portal_needs(own_postgres: bool = True, own_redis: bool = True) -> list[Need]:
    """Return what running the portal takes; psycopg2 and python-magic explain the compilers."""
    needs = [
        Need(("python3-venv",), lambda: _has_module("ensurepip")),
        Need(("python3-dev",), _has_python_headers),
        Need(("gcc", "libc6-dev"), lambda: shutil.which("gcc") is not None),
        Need(("libpq-dev",), lambda: shutil.which("pg_config") is not None),
        Need(("libmagic1",), lambda: ctypes.util.find_library("magic") is not None),
        Need(("ca-certificates",), lambda: Path("/etc/ssl/certs/ca-certificates.crt").exists()),
        Need(("postgresql-client",), lambda: shutil.which("psql") is not None),
    ]
    if own_postgres:
        needs.append(Need(("postgresql",), lambda: bool(postgres_folders())))
    if own_redis:
        needs.append(Need(("redis-tools",), lambda: redis_program() is not None))
    return needs


def test_needs() -> list[Need]:
    """Return what the tests take beyond the portal.

    A browser with Japanese letters, and nginx, whose configuration in docker/ is tried out.
    """
    return [
        Need(("chromium",), lambda: chromium() is not None),
        Need(("fonts-noto-cjk",), _has_cjk_font),
        Need(("nginx-light",), lambda: Path("/usr/sbin/nginx").exists()),
    ]


def missing_packages(needs: list[Need]) -> list[str]:
    """Return the packages of the needs that are not met."""
    return [name for need in needs if not need.present() for name in need.packages]


def ensure_packages(needs: list[Need], console: Console, log: Path) -> None:
    """Install what is missing, and only that.

    Raises:
        NoPackageManager: there is no apt-get.
        NoAdministrator: neither root nor sudo.
        PackageFailed: apt-get ended with an error.
    """
    missing = missing_packages(needs)
    if not missing:
        return
    if shutil.which("apt-get") is None:
        raise NoPackageManager(packages=" ".join(missing))
    prefix = administrator_prefix(missing)
    console.say("packages.installing", packages=" ".join(missing))
    try:
        _install(missing, prefix, console, log)
    except CommandFailed as failure:
        raise PackageFailed(packages=" ".join(missing), **failure.values) from failure
    still = missing_packages(needs)
    if still:
        raise PackageFailed(packages=" ".join(still), command="apt-get install", output="")
    console.done("packages.installed")


def administrator_prefix(missing: list[str]) -> list[str]:
    """Return what to put before a command so that it runs as root.

    Raises:
        NoAdministrator: sudo is missing or refuses.
    """
    if os.geteuid() == 0:
        return []
    install = f"apt-get update && apt-get install {' '.join(missing)}"
    if shutil.which("sudo") is None:
        raise NoAdministrator(packages=" ".join(missing), command=install)
    # Asks for the password where there is a terminal; refuses at once where there is none.
    ask = [] if os.isatty(0) else ["-n"]
    if os.spawnvp(os.P_WAIT, "sudo", ["sudo", *ask, "-v"]) != 0:
        raise NoAdministrator(packages=" ".join(missing), command=install)
    return ["sudo", "-n"]


def _install(missing: list[str], prefix: list[str], console: Console, log: Path) -> None:
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_MODE=l", "apt-get", "-q"]
    if _lists_are_old():
        run_long([*apt, "update"], console=console, label="apt-get update", log=log)
    install = [*apt, "install", "-y", "--no-install-recommends"]

    def get(*names: str) -> None:
        label = f"apt-get install {' '.join(names)}"
        run_long([*install, *names], console=console, label=label, log=log)

    with _no_service_starts(prefix):
        if "postgresql" not in missing:
            get(*missing)
            return
        get("postgresql-common")
        with _no_main_cluster(prefix):
            get(*missing)


def _lists_are_old() -> bool:
    newest = max((f.stat().st_mtime for f in LISTS.glob("*Packages*")), default=0.0)
    return time.time() - newest > LISTS_MAX_AGE_S


@contextlib.contextmanager
def _no_service_starts(prefix: list[str]) -> Iterator[None]:
    """Keep packages from starting services while they are installed (policy-rc.d).

    A policy that is there already is the administrator's, and stays.
    """
    if POLICY.exists():
        yield
        return
    _write_as_root(prefix, POLICY, POLICY_TEXT)
    try:
        run([*prefix, "chmod", "755", POLICY])
        yield
    finally:
        run([*prefix, "rm", "-f", POLICY])


@contextlib.contextmanager
def _no_main_cluster(prefix: list[str]) -> Iterator[None]:
    """Keep postgresql-common from making its "main" cluster; its setting is restored after."""
    before = CLUSTER_SETTINGS.read_text(encoding="utf-8")
    _write_as_root(prefix, CLUSTER_SETTINGS, before + "\ncreate_main_cluster = false\n")
    try:
        yield
    finally:
        _write_as_root(prefix, CLUSTER_SETTINGS, before)


def _write_as_root(prefix: list[str], path: Path, text: str) -> None:
    run([*prefix, "tee", path], given=text, env=clean_environment())
