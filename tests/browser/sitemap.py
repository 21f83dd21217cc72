"""The pages of the portal that browser tests visit."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from tests.browser.portal import Portal


@dataclass(frozen=True)
class Stop:
    """A page to look at.

    Attributes:
        name: short name, used in test ids and names of screenshots.
        path: address below the site; {dataset}, {resource} and {organization} are filled in.
        login: only for those who are logged in.
        status: HTTP status it is answered with.
    """

    name: str
    path: str
    login: bool = False
    status: int = 200


STOPS = (
    Stop("home", "/"),
    Stop("datasets", "/dataset/"),
    Stop("search", f"/dataset/?q={quote('公共')}&res_format=CSV"),
    Stop("nothing-found", f"/dataset/?q={quote('存在しない言葉')}"),
    Stop("dataset", "/dataset/{dataset}"),
    Stop("resource", "/dataset/{dataset}/resource/{resource}"),
    Stop("organizations", "/organization/"),
    Stop("organization", "/organization/{organization}"),
    Stop("about", "/about"),
    Stop("terms", "/terms"),
    Stop("accessibility", "/accessibility"),
    Stop("api-guide", "/api-guide"),
    Stop("login", "/user/login"),
    Stop("password-reset", "/user/reset"),
    Stop("activity", "/dataset/activity/{dataset}"),
    Stop("not-found", "/no-such-page", status=404),
    Stop("dataset-form", "/dataset/new", login=True),
    Stop("dataset-edit", "/dataset/edit/{dataset}", login=True),
    Stop("resource-form", "/dataset/{dataset}/resource/new", login=True),
    Stop("organization-form", "/organization/edit/{organization}", login=True),
    Stop("user", "/user/admin", login=True),
    Stop("profile", "/user/edit/admin", login=True),
    Stop("dashboard", "/dashboard/datasets", login=True),
)
LANGUAGES = ("ja", "en")


def address(portal: Portal, stop: Stop, language: str, sample: dict[str, str]) -> str:
    """Return the full address of a page in a language."""
    prefix = "" if language == "ja" else f"/{language}"
    return portal.url + prefix + stop.path.format(**sample)
