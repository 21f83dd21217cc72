"""People whom all tests of the contributors' feature need, and what they published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.terms import TermsAcceptance
from tests.contribute.published import approved, propose, storage_folder
from tests.contribute.trusted import body, correction, own
from tests.factories import Organization, kanazawa_city
from tests.schemas.conftest import city, editor, editor_headers
from tests.schemas.tables.conftest import dataset, upload, work

__all__ = [
    "approved",
    "body",
    "city",
    "correction",
    "dataset",
    "editor",
    "editor_headers",
    "own",
    "propose",
    "storage_folder",
    "upload",
    "work",
]


@pytest.fixture
def make_person() -> Callable[..., dict[str, Any]]:
    """Return what makes contributors: active users without membership, confirmed, terms accepted.

    Arguments go to CKAN's user; the answer has its API token as "token".
    """

    def make(display_name: str = "見本 花子", locale: str = "ja", **fields: Any) -> dict[str, Any]:
        user = factories.UserWithToken(**fields)
        now = sa.func.clock_timestamp()
        account = Account(
            user_id=user["id"],
            display_name=display_name,
            locale=locale,
            address=user["email"],
            address_confirmed_at=now,
            terms_version=config.terms_version(),
            terms_accepted_at=now,
        )
        accepted = TermsAcceptance(user_id=user["id"], version=config.terms_version())
        model.Session.add_all([account, accepted])
        model.Session.commit()
        return user

    return make


@pytest.fixture
def person(make_person: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """Return a contributor in good standing, with an API token."""
    return make_person()


@pytest.fixture
def person_headers(person: dict[str, Any]) -> dict[str, str]:
    """Return the headers of that contributor's requests."""
    return {"Authorization": person["token"]}


@pytest.fixture
def municipality() -> dict[str, Any]:
    """Return 金沢市 as an organisation; made once where tests share a database."""
    return kanazawa_city()


@pytest.fixture
def other_municipality() -> dict[str, Any]:
    """Return かほく市, whose staff do not decide for 金沢市."""
    if model.Group.get("kahoku-city"):
        return call_action("organization_show", id="kahoku-city")
    return Organization(
        name="kahoku-city",
        title_translated={"ja": "かほく市", "en": "Kahoku City"},
        title=None,
        kanazawa_provider_kind="city",
        kanazawa_municipality_code="172090",
    )


def _editor(organization: dict[str, Any]) -> dict[str, Any]:
    user = factories.UserWithToken()
    call_action(
        "organization_member_create", id=organization["id"], username=user["name"], role="editor"
    )
    return user


@pytest.fixture
def make_steward(municipality: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Return what makes members of staff of 金沢市, each with an API token."""
    return lambda: _editor(municipality)


@pytest.fixture
def steward(municipality: dict[str, Any]) -> dict[str, Any]:
    """Return a member of staff of 金沢市, with an API token."""
    return _editor(municipality)


@pytest.fixture
def steward_headers(steward: dict[str, Any]) -> dict[str, str]:
    """Return the headers of that steward's requests."""
    return {"Authorization": steward["token"]}


@pytest.fixture
def other_steward(other_municipality: dict[str, Any]) -> dict[str, Any]:
    """Return a member of staff of かほく市, with an API token."""
    return _editor(other_municipality)
