"""The documents tell everything there is, and lead nowhere wrong."""

from __future__ import annotations

import ast
import importlib
import json
import re
from pathlib import Path

import pytest
import yaml

from ckanext.kanazawa.launcher.commandline import parser

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "ckanext" / "kanazawa"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "docker").glob("*.md")),
]
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def options() -> list[str]:
    """Return the name of every option we declare."""
    found = []
    for path in PACKAGE.rglob("config_declaration.yaml"):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [option["key"] for group in declared["groups"] for option in group["options"]]
    return sorted(found)


def actions() -> list[str]:
    """Return the name of every API action of ours."""
    found = []
    for path in PACKAGE.rglob("action*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("kanazawa_")
        ]
    return sorted(found)


def ckan_commands() -> list[str]:
    """Return every command of ours as it is typed: `ckan <group> <command>`."""
    found = []
    for path in PACKAGE.glob("*/cli.py"):
        module = importlib.import_module(f"ckanext.kanazawa.{path.parent.name}.cli")
        for group in (getattr(module, name) for name in module.__all__):
            found += [f"ckan {group.name} {command}" for command in group.commands]
    return sorted(found)


def portal_commands() -> list[str]:
    """Return every command of `./portal`."""
    (commands,) = [action for action in parser()._actions if action.choices]
    return [f"./portal {name}" for name in commands.choices or ()]


def dependencies() -> list[str]:
    """Return the name of every package that Python or npm fetches for us."""
    found = []
    for path in ROOT.glob("requirements*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if name := re.match(r"[\w.-]+", line):
                found.append(name[0])
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return sorted([*found, *package["dependencies"], *package.get("devDependencies", {})])


def environment_variables() -> list[str]:
    """Return the variables that people set for `./portal`."""
    text = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "launcher").glob("*.py"))
    # Passed from the launcher to its own children.
    internal = {"KANAZAWA_ROOT", "KANAZAWA_BIND", "KANAZAWA_ACCESS_LOG"}
    return sorted(set(re.findall(r"\"(KANAZAWA_[A-Z_]+)\"", text)) - internal)


class TestComplete:
    def test_there_is_something_to_find(self):
        assert len(options()) > 5 and len(dependencies()) > 10
        assert actions() and ckan_commands() and len(portal_commands()) >= 8

    @pytest.mark.parametrize("name", options())
    def test_option_is_documented(self, name: str):
        assert f"`{name}`" in TEXT

    @pytest.mark.parametrize("name", actions())
    def test_action_is_documented(self, name: str):
        assert f"`{name}`" in TEXT

    @pytest.mark.parametrize("name", [*ckan_commands(), *portal_commands()])
    def test_command_is_documented(self, name: str):
        assert re.search(rf"`{re.escape(name)}[` ]", TEXT)

    @pytest.mark.parametrize("name", dependencies())
    def test_dependency_has_its_reason_in_the_readme(self, name: str):
        rows = [
            line for line in README.splitlines() if line.startswith("|") and f"`{name}`" in line
        ]
        assert len(rows) == 1
        assert len(rows[0].split("|")[2].strip()) > 5

    @pytest.mark.parametrize("name", environment_variables())
    def test_environment_variable_is_documented(self, name: str):
        assert f"`{name}`" in README


README = (ROOT / "README.md").read_text(encoding="utf-8")


class TestTrue:
    @pytest.mark.parametrize("name", sorted(set(re.findall(r"ckanext\.kanazawa\.\w+\.\w+", TEXT))))
    def test_no_option_is_told_of_that_does_not_exist(self, name: str):
        module = PACKAGE.joinpath(*name.split(".")[2:])
        assert name in options() or module.exists() or module.with_suffix(".py").exists()

    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_links_lead_somewhere(self, path: Path):
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            if "://" in target or target.startswith("mailto:"):
                continue
            file, _, anchor = target.partition("#")
            page = (path.parent / file).resolve() if file else path
            assert page.exists(), target
            if anchor:
                assert anchor in anchors(page), target

    def test_defaults_in_the_readme_are_the_declared_ones(self):
        for path in PACKAGE.rglob("config_declaration.yaml"):
            declared = yaml.safe_load(path.read_text(encoding="utf-8"))
            for option in [o for group in declared["groups"] for o in group["options"]]:
                row = re.search(rf"^\| `{re.escape(option['key'])}` \| (.+?) \|", README, re.M)
                default = option.get("default")
                if row and default not in ("", None):
                    text = str(default).lower() if isinstance(default, bool) else str(default)
                    assert row[1] == f"`{text}`", option["key"]


def anchors(page: Path) -> set[str]:
    """Return the names inside a page that a link can lead to."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}
    return slugs | set(re.findall(r"<a id=\"([\w-]+)\"", text))
