"""People and organisations the tests of the catalogue metadata share."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.factories import kanazawa_city


@pytest.fixture
def city() -> dict[str, Any]:
    """Return 金沢市 as an organisation; made once where tests share a database."""
    return kanazawa_city()


@pytest.fixture
def editor(city: dict[str, Any]) -> dict[str, Any]:
    """Return a member of staff of the city, with an API token."""
    return new_editor(city)


def new_editor(city: dict[str, Any]) -> dict[str, Any]:
    """Make a member of staff of the city, with an API token."""
    user = factories.UserWithToken()
    call_action("organization_member_create", id=city["id"], username=user["name"], role="editor")
    return user


@pytest.fixture
def editor_headers(editor: dict[str, Any]) -> dict[str, str]:
    """Return the headers of that member's browser or API client."""
    return {"Authorization": editor["token"]}


@pytest.fixture
def context(editor: dict[str, Any]) -> dict[str, Any]:
    """Return the context of that member's call, authorisation checked."""
    return {"user": editor["name"], "ignore_auth": False}
