"""The table tools work with what `requirements.txt` brings, and nothing else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
LIB = ROOT / "ckanext" / "kanazawa" / "lib"

# Runs the command line where every other package seems not to be installed.
GUARDED = """
import importlib.abc, sys
allowed = set(sys.argv.pop(1).split(","))
class Guard(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        # The standard library's own notes on how it was built carry the machine's name.
        if top not in allowed and not top.startswith("_sysconfigdata"):
            raise ModuleNotFoundError(f"not in the base install: {name}", name=name)
sys.meta_path.insert(0, Guard())
from ckanext.kanazawa.lib.tables.cli import main
sys.exit(main())
"""


def base_distributions() -> set[str]:
    """Return what the base install brings: requirements.txt and what that requires."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    waiting = [name[0] for line in lines if (name := re.match(r"[\w.-]+", line))]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            needs = [need for need in metadata.requires(name) or () if "extra ==" not in need]
            waiting += [match[0] for need in needs if (match := re.match(r"[\w.-]+", need))]
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


def base_modules() -> set[str]:
    """Return the names that may be imported besides the standard library."""
    wanted = base_distributions()
    return {
        module
        for module, names in metadata.packages_distributions().items()
        if any(re.sub(r"[-_.]+", "-", name).lower() in wanted for name in names)
    }


def imported(path: Path) -> set[str]:
    """Return the first parts of what a file imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def test_lib_imports_nothing_but_the_base_install():
    known = {*sys.stdlib_module_names, *base_modules(), "ckanext"}
    # `lib/text` also serves the search, which comes with the portal.
    strangers = {
        f"{path.relative_to(LIB)}: {name}"
        for folder in ("tables", "gtfs")
        for path in (LIB / folder).rglob("*.py")
        for name in imported(path) - known
    }
    assert strangers == set()


def guarded(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with the packages of the base install alone."""
    allowed = {*sys.stdlib_module_names, *base_modules(), "ckanext"}
    allowed |= {name for name in sys.modules if name.startswith("__editable__")}
    command = [sys.executable, "-c", GUARDED, ",".join(sorted(allowed)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "{file}"],
        ["convert", "{file}", "--to", "xlsx"],
        ["template", "aed", "--form", "xlsx", "-o", "{folder}/aed.xlsx"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_command_runs_without_the_portal(arguments: list[str], clean: Path):
    words = [word.format(file=clean, folder=clean.parent) for word in arguments]
    run = guarded(*words)
    assert (run.returncode, run.stderr.count("not in the base install")) == (0, 0), run.stderr


def test_guard_forbids_the_portal(clean: Path):
    assert "not in the base install: ckan" in guarded_import("ckan")


def guarded_import(name: str) -> str:
    """Return what is said when a package is asked for under the guard."""
    script = GUARDED.partition("from ckanext")[0] + f"import {name}"
    command = [sys.executable, "-c", script, "sys"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_help_answers_at_once():
    """Nothing heavy is imported for it: polars alone takes longer than all the rest."""
    script = (
        "import sys; from ckanext.kanazawa.lib.tables.cli import main; main(['--help']);"
        "sys.exit('polars' in sys.modules or 'openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True).returncode == 0
