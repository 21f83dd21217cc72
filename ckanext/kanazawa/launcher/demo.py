"""The demonstration content, loaded once through the public API like any client would."""

from __future__ import annotations

from ckanext.kanazawa.launcher.commands import clean_environment, run, run_long
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.database import ADMIN, ckan_command, ckan_environment
from ckanext.kanazawa.launcher.failures import CommandFailed
from ckanext.kanazawa.launcher.network import call_action
from ckanext.kanazawa.launcher.places import Places
from ckanext.kanazawa.launcher.stamps import Stamp


class Demo:
    """Loads `demo/` into a running portal, once for each PostgreSQL (`server`)."""

    def __init__(self, places: Places, console: Console, server: str):
        self.places = places
        self.console = console
        self.server = server
        self.stamp = Stamp(places.state / "demo")

    def ensure(self, address: str) -> None:
        """Load the content unless that was done before.

        A failure is told and the portal goes on: it works without, and the next start
        tries again.
        """
        if self.stamp.matches(self.server):
            return
        self.console.say("demo.loading")
        token = self._token()
        try:
            run_long(
                [self.places.python, self.places.root / "demo/load.py", "--url", address],
                console=self.console,
                label="demo",
                log=self.places.logs / "demo.log",
                account=self.places.code,
                # In the arguments every user of the machine could read the token.
                env=clean_environment(KANAZAWA_DEMO_TOKEN=token, HOME=str(self.places.home)),
                cwd=self.places.home,
            )
        except CommandFailed as failure:
            self.console.warn("demo.failed", log=self.places.logs / "demo.log", **failure.values)
            return
        finally:
            call_action(address, token, "api_token_revoke", {"token": token})
        self.stamp.set(self.server)
        self.console.done("demo.loaded")

    def _token(self) -> str:
        command = ckan_command(self.places, "user", "token", "add", "-q", ADMIN, "demo")
        said = run(
            command,
            account=self.places.code,
            env=ckan_environment(self.places),
            cwd=self.places.home,
        )
        return said.strip().splitlines()[-1].strip()
