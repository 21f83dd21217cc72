"""What scripts say is Japanese too: every message of theirs is in the file the browser gets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import ckan
import pytest
from ckan.lib.i18n import build_js_translations, get_js_translations_dir

from ckanext.kanazawa import theme

SCRIPTS = (
    Path(ckan.__file__).parent / "public" / "base" / "javascript",
    Path(next(iter(theme.__path__))) / "assets" / "js",
)
# A message, and what is joined to it with "+" on the next lines.
CALL = re.compile(r"(?:this|self|i18n)\._\(\s*((?:(['\"])(?:(?!\2).)*\2\s*\+?\s*)+)")
PIECE = re.compile(r"(['\"])((?:(?!\1).)*)\1")
# Only in the documentation of the modules.
EXAMPLES = {"Hello, world!", "Hello, %(name)s!", "Language changed to: %(lang)s"}


def messages() -> set[str]:
    """Return the messages of all scripts a page may load."""
    found = set()
    for folder in SCRIPTS:
        for path in folder.rglob("*.js"):
            if ".min." in path.name:
                continue
            for call in CALL.finditer(path.read_text(encoding="utf-8")):
                found.add("".join(piece[1] for piece in PIECE.findall(call[1])))
    return found - EXAMPLES


@pytest.mark.usefixtures("with_plugins")
class TestScripts:
    def test_every_message_of_the_scripts_has_japanese(
        self, ckan_config, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ):
        monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
        build_js_translations()
        path = Path(get_js_translations_dir()) / "ja.js"
        japanese = json.loads(path.read_text(encoding="utf-8"))
        found = messages()
        assert "Reorder resource view" in found
        assert len(found) > 20
        assert sorted(found - set(japanese)) == []
        assert japanese["Please Confirm"][1] != "Please Confirm"
