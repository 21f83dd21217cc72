"""Read the messages out of our sources and out of the installed CKAN."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

# What CKAN's own extraction reads, besides babel's `_`, `N_`, `gettext`, `ngettext`, `ungettext`.
KEYWORDS = {**DEFAULT_KEYWORDS, "P_": (1, 2)}
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/vendor/**", "ignore"),
    ("**/migration/**", "ignore"),
    ("**.py", "python"),
    ("**/assets/**.js", "javascript"),
    ("**/base/javascript/**.js", "javascript"),
    # Babel's `*` stands for one character or more, so "templates*" would miss "templates".
    ("**/templates/**", "ckan"),
    ("**/templates-*/**", "ckan"),
]
# The packages whose pages and messages a user of this portal meets. CKAN's own
# template file (ckan.pot) is read on top: it also knows the extensions CKAN brings.
INSTALLED = (
    "ckan",
    "ckanext.activity",
    "ckanext.datastore",
    "ckanext.datatablesview",
    "ckanext.stats",
    "ckanext.tracking",
    "ckanext.scheming",
    "ckanext.dcat",
)


@dataclass
class Message:
    """One message of the sources.

    Attributes:
        msgid: the English text.
        plural: the English plural, empty where there is none.
        files: the files that use it, without line numbers (they move too often).
    """

    msgid: str
    plural: str = ""
    files: set[str] = field(default_factory=set)


Messages = dict[str, Message]


def package_folder(name: str) -> Path | None:
    """Return the folder of a package without importing it; None where it is not installed."""
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def extracted(package: str) -> Messages:
    """Extract the messages of a package: Python, templates and JavaScript modules.

    Args:
        package: dotted name; a package that is not installed has no messages.

    Returns:
        the messages by their English text.
    """
    found: Messages = {}
    folder = package_folder(package)
    if folder is None:
        return found
    prefix = package.replace(".", "/")
    rows = extract_from_dir(
        str(folder),
        METHODS,
        options_map={"**": {"trimmed": "true"}},
        keywords=KEYWORDS,
        comment_tags=(),
    )
    for file, _line, text, _comments, _context in rows:
        msgid, plural = (text, "") if isinstance(text, str) else (text[0], text[1])
        message = found.setdefault(msgid, Message(msgid, plural))
        message.plural = message.plural or plural
        message.files.add(f"{prefix}/{Path(file).as_posix()}")
    return found


def own_messages() -> Messages:
    """Return every message of this project."""
    return extracted("ckanext.kanazawa")


def installed_messages() -> Messages:
    """Return every message of CKAN and of the extensions in use."""
    found: Messages = {}
    for message in _messages_of_ckan():
        found[message.msgid] = message
    for package in INSTALLED:
        for msgid, message in extracted(package).items():
            found.setdefault(msgid, message)
    return found


def installed_japanese() -> dict[str, polib.POEntry]:
    """Return what CKAN and the extensions have in Japanese, by the English text."""
    found: dict[str, polib.POEntry] = {}
    for package in ("ckan", *INSTALLED):
        folder = package_folder(package)
        for path in sorted((folder / "i18n").glob("ja/LC_MESSAGES/*.po")) if folder else []:
            for entry in polib.pofile(str(path)):
                if entry.translated() and not entry.obsolete:
                    found[entry.msgid] = entry
    return found


def _messages_of_ckan() -> Iterator[Message]:
    folder = package_folder("ckan")
    if folder is None:
        return
    for entry in polib.pofile(str(folder / "i18n" / "ckan.pot")):
        files = {name for name, _line in entry.occurrences}
        yield Message(entry.msgid, entry.msgid_plural, files)
