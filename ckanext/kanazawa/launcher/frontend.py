"""The pinned front-end libraries of package.json, put where CKAN serves them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from ckanext.kanazawa.launcher.commands import clean_environment, run_long
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.environment import Environment
from ckanext.kanazawa.launcher.places import Places
from ckanext.kanazawa.launcher.programs import npm_command
from ckanext.kanazawa.launcher.stamps import Stamp, fingerprint

VENDOR = Path("ckanext/kanazawa/theme/public/vendor")
# Libraries of a feature that stands without the theme are served by that feature.
MAPS = Path("ckanext/kanazawa/schemas/public/vendor")
VENDORS = {"leaflet": MAPS, "supercluster": MAPS}
# What of a package is served: style sheets and scripts as built, and always its licence.
SERVED = (".css", ".js", ".mjs", ".woff2")
LICENCES = ("licence", "license", "copying", "notice")


class Frontend:
    """npm packages: those visitors need, and those only the tests need."""

    def __init__(self, places: Places, console: Console):
        self.places = places
        self.console = console
        self.vendor = places.root / VENDOR
        self.modules = places.root / "node_modules"

    def ensure(self, environment: Environment, with_tests: bool = False) -> None:
        """Fetch the libraries once per lock file, and copy them into `public/vendor/`."""
        mark, vendor_stamp = self.mark(), self.vendor_stamp()
        tests_stamp = Stamp(self.modules / ".stamp-tests")
        if with_tests and not tests_stamp.matches(mark):
            self._npm(environment)
            tests_stamp.set(mark)
        if vendor_stamp.matches(mark):
            return
        if not tests_stamp.matches(mark):
            self._npm(environment, "--omit=dev")
        package = (self.places.root / "package.json").read_text(encoding="utf-8")
        names = json.loads(package)["dependencies"]
        copy_served(self.modules, self.places.root, names)
        vendor_stamp.set(mark)
        self.console.done("frontend.ready")

    def mark(self) -> str:
        """Return what the libraries depend on."""
        files = ("package.json", "package-lock.json")
        return fingerprint(self.places.root / name for name in files)

    def vendor_stamp(self) -> Stamp:
        """Return what remembers that the served copies are in place."""
        return Stamp(self.vendor / ".stamp")

    def _npm(self, environment: Environment, *arguments: str) -> None:
        npm = npm_command(self.places.venv)
        if npm is None:
            environment.ensure_node()
            npm = npm_command(self.places.venv) or ["npm"]
        self.console.say("frontend.fetching")
        # npm's helpers look for node in PATH.
        path = f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        run_long(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *arguments],
            console=self.console,
            label="npm ci",
            log=self.places.logs / "install.log",
            env=clean_environment(PATH=path),
            cwd=self.places.root,
        )


def copy_served(modules: Path, root: Path, names: Iterable[str]) -> None:
    """Replace the served copies; visitors of a running portal see old or new, never half.

    Args:
        modules: the `node_modules` that npm filled.
        root: of the repository; below it are the folders that CKAN serves.
        names: the packages that visitors need.
    """
    for name in names:
        source, target = modules / name, root / VENDORS.get(name, VENDOR) / name
        fresh = target.with_name(target.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        for path in _served_files(source):
            copy = fresh / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)


def _served_files(package: Path) -> list[Path]:
    return [
        path
        for path in package.rglob("*")
        if path.is_file()
        and (path.suffix in SERVED or path.name.lower().startswith(LICENCES))
        and not {"node_modules", "src"} & set(path.relative_to(package).parts)
    ]
