"""Keep the arrows between the rooms true (see CONTRIBUTING.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "ckanext" / "kanazawa"
FEATURES = ("contribute", "schemas", "search", "theme")
# Which rooms a feature may import besides itself, `lib` and the base modules.
STANDS_ON: dict[str, set[str]] = {
    "contribute": set(),
    "schemas": set(),
    "search": set(),
    "theme": set(),
}
BASE = {path.stem for path in PACKAGE.glob("*.py")} | {"definitions", "i18n"}


def imported_modules(path: Path) -> set[str]:
    """Return the absolute names a file imports, relative ones resolved."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = ["ckanext", "kanazawa", *path.relative_to(PACKAGE).parts[:-1]]
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package[: len(package) - node.level + 1], base]).rstrip(".")
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return found


def rooms_imported(path: Path) -> set[str]:
    """Return the sub-packages or base modules of ours that a file imports."""
    prefix = "ckanext.kanazawa."
    return {
        name.removeprefix(prefix).split(".")[0]
        for name in imported_modules(path)
        if name.startswith(prefix)
    }


def files_of(room: str) -> list[Path]:
    """Return every Python file of a room."""
    return sorted((PACKAGE / room).rglob("*.py"))


@pytest.mark.parametrize("path", files_of("lib"), ids=str)
def test_lib_stays_pure(path: Path):
    forbidden = {"ckan", "sqlalchemy", "flask", "psycopg2", "requests", "urllib", "socket", "redis"}
    roots = {name.split(".")[0] for name in imported_modules(path)}
    assert not roots & forbidden
    assert rooms_imported(path) <= {"lib", "definitions"}


@pytest.mark.parametrize("feature", FEATURES)
def test_feature_imports_only_what_it_stands_on(feature: str):
    others = set(FEATURES) - {feature} - STANDS_ON[feature]
    for path in files_of(feature):
        crossing = {
            name
            for name in imported_modules(path)
            for other in others
            if name.startswith(f"ckanext.kanazawa.{other}")
            and not name.startswith(f"ckanext.kanazawa.{other}.shared")
        }
        assert not crossing, f"{path}: {crossing}"


@pytest.mark.parametrize("feature", [*FEATURES, "lib", "."])
def test_nobody_imports_theme_or_launcher(feature: str):
    paths = PACKAGE.glob("*.py") if feature == "." else files_of(feature)
    for path in paths:
        rooms = rooms_imported(path) - {feature}
        assert not rooms & {"theme", "launcher"}, path


def test_launcher_runs_without_installed_packages():
    import sys

    for path in files_of("launcher"):
        if path.name in {"wsgi.py", "gunicorn_config.py"}:
            continue
        roots = {name.split(".")[0] for name in imported_modules(path)} - {"ckanext", "__future__"}
        assert roots <= set(sys.stdlib_module_names), f"{path}: {roots}"
