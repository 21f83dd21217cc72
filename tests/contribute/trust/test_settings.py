"""The stewards' settings: deputies, texts for replies, and their page."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import is_steward, stewards_of
from ckanext.kanazawa.contribute.model.body import Body
from tests.contribute.trusted import act

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Dict = dict[str, Any]


class TestDeputies:
    def test_a_steward_elsewhere_decides_until_it_ends(
        self, steward: Dict, other_steward: Dict, municipality: Dict
    ):
        about = {"municipality": municipality["id"], "user": other_steward["name"]}
        for _ in range(2):  # the same again changes nothing
            found = act(steward, "deputy_name", **about)["deputies"]
            assert [one["user"] for one in found] == [other_steward["name"]]
        deputy = model.User.get(other_steward["id"])
        assert is_steward(deputy, municipality["id"])
        assert other_steward["id"] in stewards_of(municipality["id"])
        with pytest.raises(tk.ObjectNotFound):  # a deputy settles nothing for them
            act(other_steward, "deputy_name", **about)
        assert act(steward, "deputy_remove", **about)["deputies"] == []
        assert not is_steward(deputy, municipality["id"])

    def test_who_left_the_staff_elsewhere_decides_nowhere(
        self, steward: Dict, other_steward: Dict, municipality: Dict
    ):
        act(steward, "deputy_name", municipality=municipality["id"], user=other_steward["name"])
        left = sa.delete(model.Member).where(model.Member.table_id == other_steward["id"])
        model.Session.execute(left)
        model.Session.commit()
        assert not is_steward(model.User.get(other_steward["id"]), municipality["id"])
        assert other_steward["id"] not in stewards_of(municipality["id"])

    @pytest.mark.parametrize("who", ["person", "steward", "nobody"])
    def test_only_staff_of_another_municipality(
        self, steward: Dict, person: Dict, municipality: Dict, who: str
    ):
        name = {"person": person["name"], "steward": steward["name"], "nobody": "-"}[who]
        with pytest.raises(tk.ValidationError) as refused:
            act(steward, "deputy_name", municipality=municipality["id"], user=name)
        assert set(refused.value.error_dict) == {"user"}


class TestReplies:
    def test_a_text_is_offered_until_it_is_removed(
        self, steward: Dict, other_steward: Dict, municipality: Dict
    ):
        text = {"purpose": "return", "title": "出典", "text": "出典を書いてください。"}
        made = act(steward, "reply_add", municipality=municipality["id"], **text)
        (found,) = act(steward, "reply_list", purpose="return")["replies"]
        assert {name: found[name] for name in text} == text
        assert act(other_steward, "reply_list")["replies"] == []
        with pytest.raises(tk.ObjectNotFound):
            act(other_steward, "reply_remove", id=made["id"])
        act(steward, "reply_remove", id=made["id"])
        assert act(steward, "reply_list")["replies"] == []

    def test_what_is_missing_is_told_at_its_field(self, steward: Dict, municipality: Dict):
        with pytest.raises(tk.ValidationError) as refused:
            act(steward, "reply_add", municipality=municipality["id"], purpose="x", title=" ")
        assert set(refused.value.error_dict) == {"purpose", "title", "text"}


class TestPage:
    def test_everything_is_settled_on_one_page(
        self, app: Any, steward: Dict, steward_headers: Any, other_steward: Dict, body: Body
    ):
        page = "/review/settings"
        about = {"municipality": body.municipality}
        sent = {
            "deputy-name": {**about, "user": other_steward["name"]},
            "reply-add": {**about, "purpose": "ask", "title": "題 <b>", "text": "質問"},
            "standing-give": {"body": body.id, "reason": "正確です"},
        }
        for form, data in sent.items():
            answer = app.post(
                f"{page}/{form}", data=data, headers=steward_headers, follow_redirects=False
            )
            assert answer.status_code == 302, form
        for prefix in ("", "/en"):
            shown = app.get(prefix + page, headers=steward_headers).body
            for words in ("見本大学", "題 &lt;b&gt;", "正確です", other_steward["fullname"]):
                assert words in shown
        refused = app.post(
            f"{page}/deputy-name", data={**about, "user": "-"}, headers=steward_headers
        )
        assert refused.status_code == 422
        assert 'id="problem-user"' in refused.body
        assert app.post(f"{page}/other", headers=steward_headers).status_code == 404

    def test_it_is_for_stewards(self, app: Any, person_headers: Any):
        app.get("/review/settings", headers=person_headers, status=403)
        away = app.get("/review/settings", follow_redirects=False)
        assert away.status_code == 302
        assert app.post("/review/settings/reply-add", data={}).status_code == 400
