"""Where the portal's files live."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from ckanext.kanazawa.launcher.accounts import Account, current_account, server_account
from ckanext.kanazawa.launcher.failures import ForeignData

# PostgreSQL adds "/.s.PGSQL.5432"; the kernel takes 107 bytes for the whole.
SOCKET_FOLDER_BYTES = 107 - len("/.s.PGSQL.65535")
# What needs no escaping in addresses and ini files.
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/+-]+")


@dataclass(frozen=True)
class Places:
    """The folders of one clone.

    Attributes:
        root: the clone.
        data: everything that must survive: databases, files, configuration, logs.
        sockets: short folder for the servers' sockets.
        servers: who runs PostgreSQL and Redis and owns their files.
        code: who runs web and worker; differs where `servers` cannot read the code.
    """

    root: Path
    data: Path
    sockets: Path
    servers: Account
    code: Account

    @property
    def venv(self) -> Path:
        """Return the virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Return the Python of the virtual environment."""
        return self.venv / "bin" / "python"

    @property
    def ini(self) -> Path:
        """Return the configuration that CKAN is started with."""
        return self.data / "ckan.ini"

    @property
    def logs(self) -> Path:
        """Return the folder of the logs."""
        return self.data / "log"

    @property
    def state(self) -> Path:
        """Return the folder that says what is running."""
        return self.data / "state"

    @property
    def home(self) -> Path:
        """Return the home folder for programs that want one."""
        return self.data / "home"

    @property
    def password_file(self) -> Path:
        """Return the file with the administrator's password."""
        return self.data / "admin-password.txt"

    def prepare(self) -> None:
        """Make the folders with the right owners; can be repeated.

        Raises:
            ForeignData: they belong to another user.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        if not os.access(self.data, os.W_OK):
            raise ForeignData(path=self.data, owner=self.data.owner())
        here = current_account()
        self._folder(self.state, here, 0o755)
        self._folder(self.sockets, self.servers, 0o700)
        # Only its owner makes files in it: root must never be led to write through a link.
        self._folder(self.logs, Account(here.name, here.uid, self.servers.gid), 0o750)
        self._folder(self.home, self.code, 0o700)
        self._folder(self.data / "storage", self.code, 0o750)
        self._folder(self.data / "webassets", self.code, 0o755)

    def _folder(self, path: Path, account: Account, mode: int) -> None:
        if not path.is_dir():
            path.mkdir(parents=True)
        elif path.stat().st_uid != account.uid:
            # The clone changed hands, or web and worker may now run unprivileged.
            self._hand_over(path, account)
        account.own(path, mode)

    def _hand_over(self, path: Path, account: Account) -> None:
        if os.geteuid() != 0:
            raise ForeignData(path=path, owner=path.owner())
        for folder, _, files in os.walk(path):
            for name in (folder, *(os.path.join(folder, file) for file in files)):
                os.chown(name, account.uid, account.gid, follow_symlinks=False)


def find_places(root: Path) -> Places:
    """Decide where the data of a clone live and who runs what.

    Raises:
        ForeignData: root stands in a clone whose owner runs a portal without root.
    """
    inside = root / "var"
    if os.geteuid() == 0 and inside.is_dir() and inside.stat().st_uid != 0:
        raise ForeignData(path=inside, owner=inside.owner())
    servers = server_account()
    mark = hashlib.sha256(str(root).encode()).hexdigest()[:10]
    data = inside
    if not servers.can_enter(root):
        data = Path("/var/lib/ckanext-kanazawa") / mark
    code_files = (root / "setup.py", Path(__file__), Path(sys.executable).resolve())
    code = servers if servers.can_read(code_files) else current_account()
    return Places(root, data, _socket_folder(data, mark), servers, code)


def _socket_folder(data: Path, mark: str) -> Path:
    inside = data / "run"
    if len(os.fsencode(inside)) <= SOCKET_FOLDER_BYTES and PLAIN_PATH.fullmatch(str(inside)):
        return inside
    if os.geteuid() == 0:
        return Path("/run/ckanext-kanazawa") / mark
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.access(runtime, os.W_OK) and PLAIN_PATH.fullmatch(runtime):
        return Path(runtime) / f"ckanext-kanazawa-{mark}"
    return Path(f"/tmp/ckanext-kanazawa-{os.geteuid()}-{mark}")
