"""The portal's databases: roles, tables, rights, the six organisations, the administrator."""

from __future__ import annotations

from pathlib import Path

from ckanext.kanazawa.launcher.cluster import psql
from ckanext.kanazawa.launcher.commands import clean_environment, run, run_long
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.keys import make_password, write_secret
from ckanext.kanazawa.launcher.places import Places
from ckanext.kanazawa.launcher.stamps import Stamp, fingerprint

WRITER = "ckan"
READER = "datastore_ro"
MAIN = "ckan"
DATASTORE = "datastore"
ADMIN = "admin"


def roles_script(keys: dict[str, str]) -> str:
    """Return SQL that makes both roles, or gives them their passwords again."""
    lines = []
    for role in (WRITER, READER):
        quoted = keys[role].replace("'", "''")
        lines.append(
            f"select 'create role {role} login' where not exists"
            f" (select from pg_roles where rolname = '{role}')\\gexec"
        )
        lines.append(f"alter role {role} password '{quoted}';")
    return "\n".join(lines)


def databases_script(names: tuple[str, ...]) -> str:
    """Return SQL that makes missing databases, Unicode whatever the server's locale."""
    return "\n".join(
        f"select 'create database {name} owner {WRITER} encoding ''UTF8'' template template0"
        f" lc_collate ''C.UTF-8'' lc_ctype ''C.UTF-8''' where not exists"
        f" (select from pg_database where datname = '{name}')\\gexec"
        for name in names
    )


def permissions_script(python: Path, main: str, datastore: str) -> str:
    """Return CKAN's own script with the rights of the DataStore's reader.

    It is what `ckan datastore set-permissions` prints, without loading the whole CKAN.
    """
    code = (
        "import sys; from ckanext.datastore.cli import permissions_sql;"
        "m, d, w, r = sys.argv[1:];"
        "print(permissions_sql(maindb=m, datastoredb=d, mainuser=w, writeuser=w, readuser=r))"
    )
    return run([python, "-c", code, main, datastore, WRITER, READER])


class Database:
    """Brings the databases to the state this version of the code expects.

    Attributes:
        superuser_url: address at which roles and databases may be made.
        server: tells one PostgreSQL from another, so that each is set up once.
    """

    def __init__(self, places: Places, console: Console, superuser_url: str, server: str):
        self.places = places
        self.console = console
        self.superuser_url = superuser_url
        self.server = server
        self.log = places.logs / "setup.log"

    def create(self, keys: dict[str, str]) -> None:
        """Make roles and databases; changes nothing where they exist."""
        psql(self.superuser_url, roles_script(keys))
        psql(self.superuser_url, databases_script((MAIN, DATASTORE)))

    def upgrade(self) -> None:
        """Run all migrations and set the rights, once per version of the code."""
        stamp = Stamp(self.places.state / "database")
        mark = self._code_mark()
        if stamp.matches(mark):
            return
        self.console.say("database.upgrading")
        self._ckan("database", "db", "upgrade")
        psql(self.superuser_url, permissions_script(self.places.python, MAIN, DATASTORE))
        self._ckan("organisations", "kanazawa-schemas", "organizations")
        # CKAN makes the JavaScript's translations only in its development server.
        self._ckan("translations", "translation", "js")
        stamp.set(mark)

    def ensure_admin(self) -> None:
        """Make the administrator with a random password, kept in a file of the owner's."""
        stamp = Stamp(self.places.state / "admin")
        if stamp.matches(self.server):
            return
        self.console.say("database.admin")
        password = make_password()
        existing = psql(
            self.superuser_url,
            f"\\connect {MAIN}\nselect 1 from \"user\" where name = '{ADMIN}';",
        )
        # Both commands ask for the password twice, and read it from standard input.
        given = f"{password}\n{password}\n"
        if existing.strip():
            self._ckan("admin", "user", "setpass", ADMIN, given=given)
        address = f"email={ADMIN}@localhost.localdomain"
        self._ckan("admin", "sysadmin", "add", "--create", ADMIN, address, given=given)
        write_secret(self.places.password_file, password + "\n")
        stamp.set(self.server)

    def _ckan(self, label: str, *arguments: str, given: str | None = None) -> None:
        run_long(
            ckan_command(self.places, *arguments),
            console=self.console,
            label=label,
            log=self.log,
            account=self.places.code,
            env=ckan_environment(self.places),
            cwd=self.places.home,
            given=given,
        )

    def _code_mark(self) -> str:
        """Return what the steps depend on: requirements, migrations, code lists, texts."""
        root = self.places.root
        paths = [root / name for name in ("requirements.txt", "requirements-portal.txt")]
        paths += sorted((root / "ckanext/kanazawa/migration").rglob("*.py"))
        paths += sorted((root / "schemas/choices").glob("*.yaml"))
        paths += sorted((root / "i18n").rglob("*.po"))
        return fingerprint(paths, self.server)


def ckan_command(places: Places, *arguments: str) -> list[str]:
    """Return the command line of CKAN with this portal's configuration."""
    return [str(places.venv / "bin" / "ckan"), "-c", str(places.ini), *arguments]


def ckan_environment(places: Places) -> dict[str, str]:
    """Return the environment for CKAN's processes."""
    return clean_environment(CKAN_INI=str(places.ini), HOME=str(places.home), LC_ALL="C.UTF-8")
