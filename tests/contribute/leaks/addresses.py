"""Every rule of the URL map, with values for what stands in its braces.

A new rule is tried by itself, with values for the names it uses; a name that nobody knows, and
a rule that leads a system administrator nowhere, make the test fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from werkzeug.routing import Rule

from tests.contribute.leaks.content import Item

# Rule → why it is not tried.
LEFT_OUT = {
    "/<path:filename>": "files of the packages, the same for every portal",
    "/webassets/<path:path>": "style sheets and scripts, the same for every portal",
    "/no/": "leads to the same page in another language",
    "/no/<path:path>": "leads to the same page in another language",
    "/zh_CN/": "leads to the same page in another language",
    "/zh_CN/<path:path>": "leads to the same page in another language",
    "/zh_TW/": "leads to the same page in another language",
    "/zh_TW/<path:path>": "leads to the same page in another language",
    "/api/<int(min=3, max=3):ver>/action/<logic_function>": "every action is tried by itself",
    "/api/action/<logic_function>": "every action is tried by itself",
}
# Rule → why not even a system administrator gets a page from it with the twin's values.
NO_VIEWS = "our tables have a preview of their own, and no views of CKAN"
NO_GROUPS = "there are no groups"
TOKENS = "opened by a token that only its owner has; the room's own tests try foreign ones"
NO_BODY = "the twin is a person's; the room of bodies tests who sees their pages"
NOT_THEIRS = "its author's page; staff see it under /review, which is tried"
NO_PICTURE = "the file is no picture; the room of submissions tests who sees one"
NO_ACCOUNT = "staff are no contributors and have no account of this kind"
NOWHERE = {
    "/contribute/account": NO_ACCOUNT,
    "/contribute/account/leave": NO_ACCOUNT,
    "/contribute/bodies/new": NO_ACCOUNT,
    "/contribute/report": "asks about a dataset that its query names",
    "/contribute/submissions/<id>": NOT_THEIRS,
    "/contribute/submissions/<id>/edit/<step>": NOT_THEIRS,
    "/contribute/submissions/<id>/files/<key>": NOT_THEIRS,
    "/contribute/submissions/<id>/files/<key>/picture": NO_PICTURE,
    "/contribute/bodies/<name>": NO_BODY,
    "/contribute/bodies/<name>/edit": NO_BODY,
    "/contribute/confirm/<token>": TOKENS,
    "/review/inquiry/<token>": TOKENS,
    "/review/<id>/files/<key>": "files of what was published lie with its dataset",
    "/dataset/changes/<id>": "compares an activity with the one before; the twin has one",
    "/dataset/<id>/resource/<resource_id>/edit_view/<view_id>": NO_VIEWS,
    "/dataset/<id>/resource/<resource_id>/new_view": NO_VIEWS,
    "/dataset/<id>/resource/<resource_id>/view": NO_VIEWS,
    "/dataset/<id>/resource/<resource_id>/view/<view_id>": NO_VIEWS,
    "/dataset/changes_multiple": "compares two activities that a form names",
    "/organization/changes/<id>": "organisations here have no changes to compare",
    "/organization/changes_multiple": "compares two activities that a form names",
    "/organization/member_delete/<id>": "asks about a member that a form names",
    "/feeds/group/<string:id>.atom": NO_GROUPS,
    "/file/public-download/<storage_name>/<path:location>": "no storage is public",
    "/file/trusted-download/<token>": TOKENS,
    "/tables/check/<token>": TOKENS,
    "/tables/check/<token>/file": TOKENS,
    "/tables/check/<token>/result.json": TOKENS,
    "/tables/import/<id>": "shows a folder that was sent as a ZIP; nobody sent one",
    "/tables/import/<id>/result.<any(csv,xlsx):form>": "as above",
    "/tables/import/<id>/state": "as above",
    "/testing/custom_form_fields": "a page of CKAN's developers, closed",
    "/testing/dashboard": "a page of CKAN's developers, closed",
    "/testing/primer": "a page of CKAN's developers, closed",
    "/user/reset/<id>": "asks for a key that was mailed",
    "/util/redirect": "leads where its query says",
}
# Names whose value is the same for both.
FIXED = {
    "ver": "2",
    "lang": "ja",
    "_format": "ttl",
    "ending": "csv",
    "form": "csv",
    "row_id": "1",
    "view_id": "unknown",
    "token": "unknown",
    "file": "template.csv",
    "step": "files",
    "storage_name": "kanazawa_pending",
}
# Beginning of a rule → name in braces → attribute of `Item` or, with "=", a fixed value.
OF_RULE: dict[str, dict[str, str]] = {
    "/organization/": {"id": "organization", "name": "organization"},
    "/group/": {"id": "organization"},
    "/user/": {"id": "user_name"},
    "/user/reset/": {"id": "user"},
    "/feeds/organization/": {"id": "organization"},
    "/feeds/group/": {"id": "organization"},
    "/feeds/tag/": {"id": "=公鳥札"},
    "/file/": {"id": "file"},
    "/tables/codes/": {"name": "=medical_institution_types"},
    "/tables/formats/": {"name": "=public-toilet"},
    "/contribute/submissions/": {"id": "submission"},
    "/contribute/bodies/": {"name": "organization"},
    "/review/": {"id": "submission"},
    "/dataset/changes/": {"id": "activity"},
    "/feeds/findings/": {"name": "organization"},
    "/sitemap-": {"part": "=1"},
}
OF_NAME = {
    "id": "dataset",
    "name": "dataset_name",
    "_id": "dataset",
    "resource_id": "resource",
    "activity_id": "activity",
    "label": "label",
    "filename": "file",
    "location": "location",
    "key": "key",
}
BRACES = re.compile(r"<(?:[^<>:]*(?:\([^)]*\))?:)?(\w+)>")


class Unknown(Exception):
    """A rule has a name in braces for which there is no value."""


def rules(app: Any, method: str) -> Iterator[Rule]:
    """Return the rules of a method that are to be tried."""
    for rule in app.flask_app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.rule not in LEFT_OUT:
            yield rule


def paths(app: Any, method: str, item: Item) -> dict[str, str]:
    """Return path → rule, for an item; paths that several rules share are there once.

    Raises:
        Unknown: names the rule and what it needs.
    """
    return {_path(rule.rule, item): rule.rule for rule in rules(app, method)}


def _path(rule: str, item: Item) -> str:
    return BRACES.sub(lambda found: quote(_value(rule, found[1], item), safe="/"), rule)


def _value(rule: str, name: str, item: Item) -> str:
    if name in FIXED:
        return FIXED[name]
    fitting = [begin for begin in OF_RULE if rule.startswith(begin) and name in OF_RULE[begin]]
    source = OF_RULE[max(fitting, key=len)][name] if fitting else OF_NAME.get(name)
    if source is None:
        raise Unknown(f"{rule}: no value for <{name}>; add one to addresses.py, or a reason")
    return source[1:] if source.startswith("=") else str(getattr(item, source))
