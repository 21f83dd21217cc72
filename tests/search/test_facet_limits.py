"""Facets neither give away what is hidden nor grow without end."""

from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.lib.search.common import SearchQueryError
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.search import facets
from ckanext.kanazawa.search.plugin import KanazawaSearchPlugin

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "kanazawa_search"),
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.usefixtures("with_plugins", "clean_db"),
]


def facet(name: str, **params: object) -> dict[str, int]:
    """Return value → count of one facet, as a visitor sees it."""
    visitor = {"user": "", "ignore_auth": False}
    answer = call_action("package_search", visitor, **{"facet.field": [name], "rows": 0, **params})
    return answer["facets"][name]


@pytest.mark.parametrize("mincount", [0, 1])
def test_values_of_hidden_datasets_are_not_listed(mincount: int):
    owner = factories.Organization()
    factories.Dataset(owner_org=owner["id"], private=True, tags=[{"name": "非公開"}])
    purged = factories.Dataset(tags=[{"name": "消去"}])
    factories.Dataset(tags=[{"name": "公園"}])
    call_action("dataset_purge", id=purged["id"])
    assert facet("tags", **{"facet.mincount": mincount}) == {"公園": 1}


def test_solr_is_not_asked_for_zeros_either():
    plugin = KanazawaSearchPlugin(name="kanazawa_search")
    asked = [plugin.before_dataset_search(given) for given in ({"facet.mincount": "0"}, {})]
    assert [params["facet.mincount"] for params in asked] == [1, 1]


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch):
    """Start as a fresh worker does."""
    monkeypatch.setattr(facets, "_states", {})


def test_fields_without_values_are_not_kept():
    factories.Dataset(tags=[{"name": "公園"}])
    assert facet("no_such_field") == {}
    assert facet("tags") == {"公園": 1}
    assert [set(state.fields) & {"no_such_field"} for state in facets._states.values()] == [set()]


def test_only_the_fields_asked_for_lately_are_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(facets, "_MAX_FIELDS", 2)
    extras = [{"key": f"field{number}", "value": "値"} for number in range(4)]
    factories.Dataset(extras=extras)
    for name in ("field0", "field1", "field0", "field2"):
        assert facet(name) == {"値": 1}
    (state,) = facets._states.values()
    assert list(state.fields) == ["field0", "field2"]
    everything = call_action(
        "package_search", **{"facet.field": [extra["key"] for extra in extras], "rows": 0}
    )
    assert everything["facets"] == {extra["key"]: {"値": 1} for extra in extras}


def test_too_many_fields_are_refused():
    names = [f"field{number}" for number in range(31)]
    with pytest.raises(SearchQueryError):
        call_action("package_search", **{"facet.field": names})


def test_ids_of_another_servers_transactions_are_no_changes():
    dataset = factories.Dataset(tags=[{"name": "公園"}])
    with model.ensure_engine().begin() as connection:
        connection.execute(
            sa.text("UPDATE kanazawa_search.dataset SET changed_xid = '9000000000000'")
        )
        assert facets._changed_since(connection, 3) == []
    assert facet("tags") == {"公園": 1}
    call_action("package_patch", id=dataset["id"], tags=[{"name": "防災"}])
    assert facet("tags") == {"防災": 1}
