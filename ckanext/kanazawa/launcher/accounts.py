"""Which user runs what: servers never run as root, code wherever it can be avoided."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckanext.kanazawa.launcher.failures import CommandFailed

# Runs the servers where root starts them.
SYSTEM_USER = "ckanext-kanazawa"


@dataclass(frozen=True)
class Account:
    """A user of this machine that programs run as."""

    name: str
    uid: int
    gid: int

    def switch(self) -> dict[str, Any]:
        """Return the arguments for `subprocess.Popen` that run a program as this user."""
        if os.geteuid() != 0 or self.uid == 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path, mode: int) -> None:
        """Give a file or folder to this user with the given permissions."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def can_read(self, paths: Iterable[Path]) -> bool:
        """Tell whether this user can reach and read all the paths."""
        script = 'for f in "$@"; do [ -r "$f" ] || exit 1; done'
        command = ["/bin/sh", "-c", script, "sh", *map(str, paths)]
        return subprocess.run(command, cwd="/", check=False, **self.switch()).returncode == 0

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user can reach a folder."""
        command = ["/bin/sh", "-c", '[ -x "$1" ]', "sh", str(folder)]
        return subprocess.run(command, cwd="/", check=False, **self.switch()).returncode == 0


def account_of(uid: int) -> Account:
    """Return the account of a user id; ids without a name are named by their number."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(str(uid), uid, uid)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def current_account() -> Account:
    """Return who runs the launcher."""
    return account_of(os.geteuid())


def came_with_sudo(root: Path) -> Account | None:
    """Return the owner of a clone when it was the owner who typed `sudo ./portal …`."""
    caller = os.environ.get("SUDO_UID", "")
    if os.geteuid() != 0 or not caller.isdigit() or int(caller) == 0:
        return None
    return account_of(int(caller)) if int(caller) == root.stat().st_uid else None


def become(account: Account) -> None:
    """Give up root for good: all that follows belongs to this user."""
    os.initgroups(account.name, account.gid)
    os.setgid(account.gid)
    os.setuid(account.uid)
    home = pwd.getpwuid(account.uid).pw_dir
    os.environ.update(HOME=home, USER=account.name, LOGNAME=account.name)
    os.environ.pop("XDG_RUNTIME_DIR", None)


def server_account() -> Account:
    """Return the unprivileged user for the servers, made where it is missing.

    An ordinary user runs them as they are. For root it is a system user of our own;
    never `postgres`, who may read the system's own databases.

    Raises:
        CommandFailed: the system user could not be made.
    """
    if os.geteuid() != 0:
        return current_account()
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = [
            shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin") or "useradd",
            *("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"),
            *("--shell", "/usr/sbin/nologin", SYSTEM_USER),
        ]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            raise CommandFailed(command=" ".join(command), output=run.stderr.strip()) from None
        entry = pwd.getpwnam(SYSTEM_USER)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
