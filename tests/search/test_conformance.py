"""CKAN core's own search tests, run against the embedded engine.

The classes and functions are CKAN's (`ckan.tests`), collected here so that they
run with our plugin. A test that cannot hold stands in `CANNOT_HOLD` with its reason.
"""

from __future__ import annotations

import ckan.lib.search as search
import ckan.model as model
import ckan.tests.lib.search.test_search as search_tests
import pytest
from ckan.tests.lib.search.test_index import *  # noqa: F403
from ckan.tests.lib.search.test_query import *  # noqa: F403
from ckan.tests.lib.search.test_search import *  # noqa: F403
from ckan.tests.logic.action import test_get as actions
from factory.random import reseed_random

# What CKAN's tests take for granted and our test.ini sets otherwise.
pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "kanazawa_search"),
    pytest.mark.ckan_config("ckan.locale_default", "en"),
    pytest.mark.ckan_config("ckan.locales_offered", ""),
    pytest.mark.ckan_config("ckan.locale_order", ""),
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.ckan_config("ckan.auth.user_create_organizations", True),
    pytest.mark.ckan_config("ckan.auth.user_create_groups", True),
    pytest.mark.ckan_config("ckan.auth.public_user_details", True),
    pytest.mark.ckan_config("ckan.extra_resource_fields", "alt_url"),
]

# CKAN asks for its Solr when the module is read, before our engine stands.
TestSearchIndex.pytestmark = [  # noqa: F405
    mark
    for mark in TestSearchIndex.pytestmark  # noqa: F405
    if mark.name != "skipif"
]

NO_DATA = "reads a sample file of CKAN's repository that the installed package does not carry"
CANNOT_HOLD = {
    search_tests.test_check_invalid_schema: NO_DATA,
    search_tests.test_check_schema_with_wrong_version: NO_DATA,
}
for _broken, _reason in CANNOT_HOLD.items():
    pytest.mark.xfail(reason=_reason, strict=True)(_broken)


@pytest.fixture(autouse=True)
def _embedded_engine(
    request: pytest.FixtureRequest, with_plugins: None, monkeypatch: pytest.MonkeyPatch
):
    """Load the plugin, and give a class that made its client before that a new one."""
    # Kept for good at its first use, perhaps in a test without this option.
    monkeypatch.setattr(model.Resource, "extra_columns", None)
    if hasattr(request.cls, "solr_client"):
        request.cls.solr_client = search.make_connection()


@pytest.fixture(autouse=True)
def _same_words_each_time(request: pytest.FixtureRequest) -> None:
    """Let titles that a test leaves to chance be the same each time, or it may find them."""
    reseed_random(request.node.nodeid)


class TestPackageAutocompleteWithDatasetForm(actions.TestPackageAutocompleteWithDatasetForm):
    """Its own mark would leave our plugin out; ours adds the plugin it needs."""

    pytestmark = [pytest.mark.with_plugins("example_idatasetform")]


TestPackageAutocomplete = actions.TestPackageAutocomplete
TestPackageSearch = actions.TestPackageSearch
TestFormatAutocomplete = actions.TestFormatAutocomplete
TestUserAutocomplete = actions.TestUserAutocomplete
TestBadLimitQueryParameters = actions.TestBadLimitQueryParameters
TestCurrentPackageList = actions.TestCurrentPackageList
TestGroupList = actions.TestGroupList
TestGroupShow = actions.TestGroupShow
TestOrganizationList = actions.TestOrganizationList
TestOrganizationShow = actions.TestOrganizationShow
TestTagShow = actions.TestTagShow
TestTagList = actions.TestTagList
TestPackageList = actions.TestPackageList
TestGroupPackageShow = actions.TestGroupPackageShow
TestCollaboratorsSearch = actions.TestCollaboratorsSearch
TestResourceSearch = actions.TestResourceSearch
TestUserShow = actions.TestUserShow
TestFollow = actions.TestFollow
