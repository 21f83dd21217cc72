"""Keep the template, the Japanese catalogue and its compiled form in step."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polib

from .sources import (
    Messages,
    installed_japanese,
    installed_messages,
    own_messages,
)

FOLDER = Path(__file__).resolve().parent
TEMPLATE = FOLDER / "ckanext-kanazawa.pot"
CATALOGUE = FOLDER / "ja" / "LC_MESSAGES" / "ckanext-kanazawa.po"
COMPILED = CATALOGUE.with_suffix(".mo")
METADATA = {
    "Project-Id-Version": "ckanext-kanazawa",
    "Language": "ja",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Where a message of CKAN stands in our catalogue, this says why.
SUPPLIED = "CKAN: not in Japanese"
CORRECTED = "CKAN: another Japanese"


def template(own: Messages) -> polib.POFile:
    """Build the translation template of our own messages."""
    pot = polib.POFile(wrapwidth=98)
    pot.metadata = {key: value for key, value in METADATA.items() if key != "Plural-Forms"}
    pot.metadata["Language"] = ""
    pot.extend(_entry(own, msgid) for msgid in _in_order(own))
    return pot


def merged(old: polib.POFile, own: Messages, installed: Messages) -> polib.POFile:
    """Carry the translations over to what the sources say now.

    Args:
        old: the catalogue as it is.
        own: our messages; they come first. A new one that CKAN has too gets CKAN's
            Japanese to start with, any other stays empty.
        installed: messages of CKAN and extensions; only those with a translation of
            ours that differs from CKAN's are kept.

    Returns:
        the new catalogue, without entries that nobody uses.
    """
    known = {entry.msgid: entry for entry in old if entry.translated() and not entry.obsolete}
    new = polib.POFile(wrapwidth=98)
    new.header, new.metadata = old.header, dict(METADATA)
    theirs = installed_japanese()
    for msgid in _in_order(own):
        entry = _entry(own, msgid)
        _translate(entry, known.get(msgid) or theirs.get(msgid))
        new.append(entry)
    rest = {msgid: installed[msgid] for msgid in known if msgid in installed and msgid not in own}
    for msgid in _in_order(rest):
        entry = _entry(rest, msgid)
        _translate(entry, known[msgid])
        if msgid not in theirs:
            entry.comment = SUPPLIED
        elif text_of(theirs[msgid]) != text_of(entry):
            entry.comment = CORRECTED
        else:
            continue
        new.append(entry)
    return new


def update() -> None:
    """Write template, catalogue and compiled catalogue from the sources."""
    own = own_messages()
    template(own).save(str(TEMPLATE))
    catalogue = merged(polib.pofile(str(CATALOGUE)), own, installed_messages())
    catalogue.wrapwidth = 98
    catalogue.save(str(CATALOGUE))
    compile_catalogue()


def compile_catalogue() -> None:
    """Write the .mo that CKAN loads."""
    COMPILED.write_bytes(polib.pofile(str(CATALOGUE)).to_binary())


def take(paths: Iterable[Path]) -> list[str]:
    """Take translations from other .po files into the catalogue; see `update` for the rest.

    Args:
        paths: .po files with translated entries; they win over what is there.

    Returns:
        the messages that got another translation than they had, to be looked at.
    """
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=98)
    known = {entry.msgid: entry for entry in catalogue}
    changed = []
    for path in paths:
        for entry in polib.pofile(str(path)):
            if not entry.translated():
                continue
            old = known.get(entry.msgid)
            if old is None:
                known[entry.msgid] = entry
                catalogue.append(entry)
            elif text_of(old) != text_of(entry):
                if old.translated():
                    changed.append(entry.msgid)
                _translate(old, entry)
    catalogue.save(str(CATALOGUE))
    return changed


def untranslated(catalogue: polib.POFile, messages: Messages) -> list[str]:
    """List those of the messages that a user would read in English."""
    ours = {entry.msgid for entry in catalogue if entry.translated()}
    theirs = installed_japanese()
    return [msgid for msgid in messages if msgid not in ours and msgid not in theirs]


def text_of(entry: polib.POEntry) -> str:
    """Return the translation of an entry, with or without plural (Japanese has one form)."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def _in_order(messages: Messages) -> list[str]:
    return sorted(messages, key=lambda msgid: (min(messages[msgid].files), msgid))


def _entry(messages: Messages, msgid: str) -> polib.POEntry:
    message = messages[msgid]
    entry = polib.POEntry(
        msgid=msgid,
        msgid_plural=message.plural,
        occurrences=[(name, "") for name in sorted(message.files)],
    )
    if message.plural:
        entry.msgstr_plural = {0: ""}
    return entry


def _translate(entry: polib.POEntry, source: polib.POEntry | None) -> None:
    """Copy a translation, its notes and marks, whether written with a plural or without."""
    if source is None:
        return
    text = text_of(source) or source.msgstr or source.msgstr_plural.get(0, "")
    if entry.msgid_plural:
        entry.msgstr_plural = {0: text}
    else:
        entry.msgstr = text
    entry.tcomment = source.tcomment or entry.tcomment
    entry.flags = list(source.flags)
