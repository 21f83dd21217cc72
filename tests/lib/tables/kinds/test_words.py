"""Yes and no."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.kinds import Setting, look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired


def test_reversed_question_is_left_to_a_person():
    field = field_of("presence", "外部利用不可")
    assert repaired(look("可", field, KANAZAWA)) is None
    assert repaired(look("無し", field, KANAZAWA)) == "無"


def test_own_value_map_goes_first():
    own = Setting(values={"欄": {"△": "有", "-": "無"}})
    assert repaired(look("△", field_of("presence"), own)) == "有"
    assert repaired(look("-", field_of("presence"), own)) == "無"
    assert repaired(look("△", field_of("presence", "別の欄"), own)) is None
