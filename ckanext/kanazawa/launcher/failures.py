"""What can go wrong at the start, one class per kind, each with what to type next.

    Failure
     ├─ PortTaken            another program listens on the portal's port
     ├─ NoAdministrator      packages are missing and there is neither root nor sudo
     ├─ NoPackageManager     packages are missing and there is no apt
     ├─ PackageFailed        apt could not install
     ├─ DiskFull             no room left, or too little to begin
     ├─ CommandFailed        a helper program ended with an error
     ├─ NewerDatabase        the data belong to another PostgreSQL than the installed one
     ├─ NoPostgres           no PostgreSQL 15 or newer is installed
     ├─ ServerFailed         a server did not start, or died again and again
     ├─ ServerUnreachable    an existing server named in the environment does not answer
     ├─ ForeignData          the data folder belongs to another user
     ├─ NotSetUp             a command needs a portal that was started once
     ├─ NotRunning           a command needs a running portal
     ├─ StillRunning         a command needs a stopped portal
     ├─ NotAnswered          a question could not be asked without a terminal
     ├─ OtherPort            the portal runs already, on another port than the one asked for
     ├─ NoSuchLog            a log was named that there is not
     ├─ UnknownCommand       a command was typed that there is not
     └─ BadUsage             the command line cannot be understood

The texts are in `messages`, under ``fail.<code>``, in Japanese and English.
"""

from __future__ import annotations


class Message:
    """A value in a message that is said in the reader's language, too.

    Attributes:
        key: key of its text in `messages`.
        values: what that text's placeholders stand for.
    """

    def __init__(self, key: str, **values: object):
        self.key = key
        self.values = values


class Failure(Exception):
    """Something the person at the keyboard can repair.

    Attributes:
        code: key of the text in `messages` (``fail.<code>``).
        values: what the text's placeholders stand for.
    """

    code = "failure"

    def __init__(self, **values: object):
        super().__init__(self.code)
        self.values = values


class PortTaken(Failure):
    """Another program listens on the wanted port."""

    code = "port_taken"


class NoAdministrator(Failure):
    """Packages are missing, and nobody here may install them."""

    code = "no_administrator"


class NoPackageManager(Failure):
    """Packages are missing, and this is neither Debian nor Ubuntu."""

    code = "no_package_manager"


class PackageFailed(Failure):
    """The package manager ended with an error."""

    code = "package_failed"


class DiskFull(Failure):
    """There is no room left on the disk."""

    code = "disk_full"


class CommandFailed(Failure):
    """A helper program ended with an error."""

    code = "command_failed"


class NewerDatabase(Failure):
    """The data were written by another major version of PostgreSQL."""

    code = "newer_database"


class NoPostgres(Failure):
    """No PostgreSQL of a supported version is installed."""

    code = "no_postgres"


class ServerFailed(Failure):
    """A server did not come up, or died again and again."""

    code = "server_failed"


class ServerUnreachable(Failure):
    """An existing server, named in the environment, does not answer."""

    code = "server_unreachable"


class ForeignData(Failure):
    """The data folder belongs to somebody else."""

    code = "foreign_data"


class NotSetUp(Failure):
    """The portal was never started here."""

    code = "not_set_up"


class NotRunning(Failure):
    """The portal is not running."""

    code = "not_running"


class StillRunning(Failure):
    """The portal is running, and must not."""

    code = "still_running"


class NotAnswered(Failure):
    """A question needs a terminal or the option that answers it."""

    code = "not_answered"


class OtherPort(Failure):
    """The portal runs on another port than the one asked for."""

    code = "other_port"


class NoSuchLog(Failure):
    """There is no log with the name given."""

    code = "no_such_log"


class UnknownCommand(Failure):
    """There is no command with the name given."""

    code = "unknown_command"


class BadUsage(Failure):
    """Options or arguments are missing or not understood."""

    code = "bad_usage"
