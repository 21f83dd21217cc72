"""The catalogue is complete, current and safe to show, in both languages."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import ckanext.kanazawa.definitions as definitions
import polib
import pytest
import yaml
from ckanext.kanazawa.i18n import catalogue
from ckanext.kanazawa.i18n.sources import Messages, installed_messages, own_messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdifr]|\{[\w!]*\}")
VOID_TAGS = {"br", "hr", "img", "input", "wbr"}
JAPANESE = re.compile("[぀-ヿ一-鿿々]")
YAML_FILES = sorted(Path(next(iter(definitions.__path__))).rglob("*.yaml"))


@pytest.fixture(scope="module")
def po() -> polib.POFile:
    return polib.pofile(str(catalogue.CATALOGUE))


@pytest.fixture(scope="module")
def own() -> Messages:
    return own_messages()


@pytest.fixture(scope="module")
def installed() -> Messages:
    return installed_messages()


def summary(entries: polib.POFile) -> dict[tuple[str, str], str]:
    """Return what the catalogue says, for comparison."""
    return {(e.msgid, e.msgid_plural): catalogue.text_of(e) for e in entries}


class TestCatalogue:
    def test_template_is_what_the_sources_say(self, own: Messages):
        committed = polib.pofile(str(catalogue.TEMPLATE))
        assert summary(committed) == summary(catalogue.template(own))
        assert {e.msgid: e.occurrences for e in committed} == {
            e.msgid: e.occurrences for e in catalogue.template(own)
        }

    def test_every_message_has_japanese(self, po: polib.POFile, own: Messages):
        translated = {entry.msgid for entry in po if entry.translated()}
        assert not set(own) - translated

    def test_every_message_of_ckan_has_japanese(self, po: polib.POFile, installed: Messages):
        assert len(installed) > 1200
        assert catalogue.untranslated(po, installed) == []

    def test_nothing_is_stale_or_repeats_ckan(
        self, po: polib.POFile, own: Messages, installed: Messages
    ):
        assert summary(po) == summary(catalogue.merged(po, own, installed))

    def test_nothing_is_fuzzy_obsolete_or_twice(self, po: polib.POFile):
        assert [e.msgid for e in po if e.fuzzy or e.obsolete] == []
        assert [m for m, n in Counter(e.msgid for e in po).items() if n > 1] == []

    def test_compiled_catalogue_is_current(self, po: polib.POFile):
        compiled = polib.mofile(str(catalogue.COMPILED))
        assert summary(compiled) == summary(po)


class Balance(HTMLParser):
    """Collect the tags of a text, and those that do not close."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]):
        self.tags[tag] += 1
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_endtag(self, tag: str):
        if tag in self.open:
            self.open.remove(tag)
        else:
            self.open.append(f"/{tag}")


class TestTranslations:
    def test_placeholders_are_those_of_the_source(self, po: polib.POFile):
        wrong = {}
        for entry in po:
            # The English singular may say "one" where the plural has the number.
            accepted = [Counter(PLACEHOLDER.findall(entry.msgid))]
            if entry.msgid_plural:
                accepted.append(Counter(PLACEHOLDER.findall(entry.msgid_plural)))
            found = Counter(PLACEHOLDER.findall(catalogue.text_of(entry)))
            if not any(_agree(found, source) for source in accepted):
                wrong[entry.msgid] = catalogue.text_of(entry)
        assert wrong == {}

    def test_markup_is_that_of_the_source(self, po: polib.POFile):
        wrong = {}
        for entry in po:
            source, text = Balance(entry.msgid), Balance(catalogue.text_of(entry))
            if source.tags != text.tags or source.open != text.open:
                wrong[entry.msgid] = catalogue.text_of(entry)
        assert wrong == {}

    def test_surrounding_space_that_templates_rely_on_is_no_wider(self, po: polib.POFile):
        wrong = [
            entry.msgid
            for entry in po
            if catalogue.text_of(entry) != catalogue.text_of(entry).strip()
        ]
        assert wrong == []

    def test_glossary_is_kept(self, po: polib.POFile):
        shunned = re.compile("ユーザ(?!ー)|ユーザー(?!名)|パッケージ|出来ます|出来ません|下さい")
        assert [catalogue.text_of(e) for e in po if shunned.search(catalogue.text_of(e))] == []


def _agree(found: Counter[str], source: Counter[str]) -> bool:
    """Tell whether a translation fills in as the source does.

    Positional ones (`%s`, `{}`) are bound by their order and number, named ones may be
    repeated or, as `{lang}`, left in another place; none may be invented or lost.
    """
    positional = {p for p in (*found, *source) if p in {"{}"} or not re.search(r"\w{2}|\{\w", p)}
    return set(found) == set(source) and all(found[p] == source[p] for p in positional)


def language_pairs(node: Any, where: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Return every label of a YAML file: mappings that name a language."""
    found: list[tuple[str, dict[str, Any]]] = []
    if isinstance(node, dict):
        if node and set(node) <= {"ja", "en"}:
            found.append((where, node))
        for key, value in node.items():
            found += language_pairs(value, f"{where}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            found += language_pairs(value, f"{where}/{number}")
    return found


class TestDefinitions:
    @pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.stem)
    def test_labels_have_both_languages(self, path: Path):
        for where, label in language_pairs(yaml.safe_load(path.read_text(encoding="utf-8"))):
            # A licence without an address has none in either language.
            nothing = set(label.values()) == {""} and set(label) == {"ja", "en"}
            both = label.get("ja") and label.get("en")
            assert both or nothing, f"{path.name}{where}: {label}"

    @pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.stem)
    def test_labels_in_english_are_not_japanese(self, path: Path):
        for where, label in language_pairs(yaml.safe_load(path.read_text(encoding="utf-8"))):
            if where.endswith("/form_placeholder"):
                continue  # an example of what to type, and some fields are for Japanese
            english = str(label.get("en", ""))
            if "tables" in path.parts or path.stem == "column_kinds":
                # Headings and values of Japanese tables have to be quoted; most of the text
                # is English all the same.
                assert len(JAPANESE.findall(english)) < len(english) / 2, f"{path}{where}: {label}"
                continue
            assert not JAPANESE.search(english), f"{path.name}{where}: {label}"

    @pytest.mark.parametrize(
        "path", [p for p in YAML_FILES if p.parent.name == "datasets"], ids=lambda path: path.stem
    )
    def test_every_field_has_labels_not_bare_text(self, path: Path):
        """A bare string would be shown in one language; a label is a mapping."""
        text = yaml.safe_load(path.read_text(encoding="utf-8"))
        fields = [*text.get("dataset_fields", []), *text.get("resource_fields", [])]
        fields += [sub for field in fields for sub in field.get("repeating_subfields", [])]
        for field in [*fields, *text.get("fields", [])]:
            for key in ("label", "help_text", "form_placeholder"):
                value = field.get(key)
                plain = isinstance(value, str) and not JAPANESE.search(value)
                assert (
                    value is None
                    or isinstance(value, dict)
                    or (plain and key == "form_placeholder")
                ), f"{field.get('field_name')}: {key}"


@pytest.mark.usefixtures("with_plugins")
class TestInTheApplication:
    """What CKAN makes of the catalogue."""

    def test_ours_wins_over_ckans(self, app: Any):
        with app.flask_app.test_request_context("/"):
            from ckan.plugins.toolkit import _

            assert _("Filter Results") == "検索結果を絞り込む"

    def test_plurals_are_japanese_for_every_number(self, app: Any):
        """A plugin without Japanese that comes after ours would bring English plurals back."""
        with app.flask_app.test_request_context("/"):
            from ckan.plugins.toolkit import ungettext

            for number in (0, 1, 2):
                text = ungettext("{number} dataset found", "{number} datasets found", number)
                assert text == "データセットが {number} 件見つかりました"

    def test_english_stays_english(self, app: Any):
        with app.flask_app.test_request_context("/en/", environ_overrides={"CKAN_LANG": "en"}):
            from ckan.plugins.toolkit import _

            assert _("Filter Results") == "Filter Results"

    def test_javascript_gets_our_japanese(self, tmp_path: Path, ckan_config: Any, monkeypatch: Any):
        from ckan.lib.i18n import build_js_translations

        monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
        build_js_translations()
        messages = json.loads((tmp_path / "i18n" / "js" / "ja.js").read_text(encoding="utf-8"))
        assert messages["Searching..."] == [None, "検索しています…"]
        assert messages["Cancel"] == [None, "キャンセル"]
