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
        path: address below the site; names and ids in braces are filled in (content.py).
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
    Stop("organization-about", "/organization/about/{organization}"),
    Stop("organization-activity", "/organization/activity/{organization}"),
    Stop("about", "/about"),
    Stop("terms", "/terms"),
    Stop("accessibility", "/accessibility"),
    Stop("api-guide", "/api-guide"),
    Stop("formats", "/tables/formats"),
    Stop("format", "/tables/formats/public-toilet"),
    Stop("format-unverified", "/tables/formats/school-lunch"),
    Stop("open-data-list", "/open-data-list"),
    Stop("tables-overview", "/tables/overview", login=True),
    Stop("import", "/tables/import", login=True),
    Stop("import-tried", "/tables/import/{import}", login=True),
    Stop("desk", "/tables/check"),
    Stop("desk-result", "/tables/check/{check}"),
    Stop("codelist", "/tables/codes/medical_institution_types"),
    Stop("login", "/user/login"),
    Stop("logged-out", "/user/logged_out_redirect"),
    Stop("password-reset", "/user/reset"),
    Stop("password-link-expired", "/user/reset/admin?key=expired", status=403),
    Stop("register-closed", "/user/register", status=403),
    Stop("activity", "/dataset/activity/{dataset}"),
    Stop("changes", "/dataset/changes/{activity}", login=True),
    Stop("version", "/dataset/{dataset}/history/{activity}", login=True),
    Stop("not-found", "/no-such-page", status=404),
    Stop("dataset-form", "/dataset/new", login=True),
    Stop("dataset-edit", "/dataset/edit/{dataset}", login=True),
    Stop("dataset-unpublish", "/dataset/{dataset}/unpublish", login=True),
    Stop("dataset-delete", "/dataset/delete/{dataset}", login=True),
    Stop("dataset-followers", "/dataset/followers/{dataset}", login=True),
    Stop("resource-form", "/dataset/{dataset}/resource/new", login=True),
    Stop("resource-edit", "/dataset/{dataset}/resource/{resource}/edit", login=True),
    Stop("resource-delete", "/dataset/{dataset}/resource/{resource}/delete", login=True),
    Stop("resource-order", "/dataset/resources/{dataset}", login=True),
    Stop("resource-views", "/dataset/{dataset}/resource/{resource}/views", login=True),
    Stop(
        "resource-version", "/dataset/{dataset}/resources/{resource}/history/{activity}", login=True
    ),
    Stop("table", "/dataset/{private}/resource/{table}", login=True),
    Stop("preview", "/dataset/{places}/resource/{places_table}/table?filter=種別&sort=-収容人数"),
    Stop("preview-row", "/dataset/{places}/resource/{places_table}/table?row=3"),
    Stop("preview-map", "/dataset/{places}/resource/{places_table}/table?view=map"),
    Stop("preview-chart", "/dataset/{places}/resource/{places_table}/table?view=chart&x=種別"),
    Stop("preview-embedded", "/dataset/{places}/resource/{places_table}/table/embed"),
    Stop("preview-in-resource", "/dataset/{places}/resource/{places_table}"),
    Stop("faulty", "/dataset/{faulty}/resource/{faulty_table}", login=True),
    Stop("findings", "/dataset/{faulty}/resource/{faulty_table}/findings"),
    Stop("form-losses", "/tables/{faulty_table}/latest.csv/losses?encoding=cp932"),
    Stop("repairs", "/dataset/{faulty}/resource/{faulty_table}/repairs", login=True),
    Stop("mapping", "/dataset/{faulty}/resource/{faulty_table}/mapping", login=True),
    Stop(
        "mapping-form",
        "/dataset/{faulty}/resource/{faulty_table}/mapping?format=public-toilet",
        login=True,
    ),
    Stop("reading", "/dataset/{faulty}/resource/{faulty_table}/reading", login=True),
    Stop("table-columns", "/dataset/{private}/dictionary/{table}", login=True),
    Stop("table-api", "/datastore/api_info/{table}", login=True),
    Stop("review-queue", "/review", login=True),
    Stop("organization-new", "/organization/new", login=True),
    Stop("organization-form", "/organization/edit/{organization}", login=True),
    Stop("organization-delete", "/organization/delete/{organization}", login=True),
    Stop("organization-datasets", "/organization/bulk_process/{organization}", login=True),
    Stop("organization-changes", "/organization/changes/{organization_activity}", login=True),
    Stop("organization-users", "/organization/members/{organization}", login=True),
    Stop("organization-followers", "/organization/followers/{organization}", login=True),
    Stop("organization-admins", "/organization/admins/{organization}", login=True),
    Stop("members", "/organization/manage_members/{organization}", login=True),
    Stop("member-form", "/organization/member_new/{organization}", login=True),
    Stop("member-edit", "/organization/member_new/{organization}?user={member}", login=True),
    Stop("member-delete", "/organization/member_delete/{organization}?user={member}", login=True),
    Stop("users", "/user/", login=True),
    Stop("user", "/user/admin", login=True),
    Stop("user-activity", "/user/activity/admin", login=True),
    Stop("user-organizations", "/user/admin/organizations", login=True),
    Stop("user-followers", "/user/followers/admin", login=True),
    Stop("user-delete", "/user/delete/{member}", login=True),
    Stop("profile", "/user/edit/admin", login=True),
    Stop("tokens", "/user/admin/api-tokens", login=True),
    Stop("dashboard", "/dashboard/datasets", login=True),
    Stop("dashboard-organizations", "/dashboard/organizations", login=True),
    Stop("news-feed", "/dashboard/", login=True),
    Stop("admin", "/ckan-admin/", login=True),
    Stop("admin-settings", "/ckan-admin/config", login=True),
    Stop("admin-reset", "/ckan-admin/reset_config", login=True),
    Stop("admin-activities", "/ckan-admin/activities", login=True),
    Stop("trash", "/ckan-admin/trash", login=True),
    Stop("trash-purge", "/ckan-admin/trash?name=package", login=True),
)
# Rules that visitors can GET but that are no pages to test, by the reason.
LEFT_OUT = {
    "a part of a page": (
        "/tables/import/<id>/state",
        "/dataset/<id>/resource/<resource_id>/findings/state",
        "/dataset/<id>/resource/<resource_id>/repairs/preview",
        "/dataset/<id>/resource/<resource_id>/table/places",
        "/dataset/<id>/resource/<resource_id>/table/record/<int:row_id>",
    ),
    "leads to another page": (
        "/dashboard/groups",
        "/favicon.ico",
        "/dataset/groups/<id>",
        "/group/",
        "/group/<id>",
        "/group/about/<id>",
        "/group/activity/<id>",
        "/group/admins/<id>",
        "/group/bulk_process/<id>",
        "/group/changes/<id>",
        "/group/changes_multiple",
        "/group/delete/<id>",
        "/group/edit/<id>",
        "/group/followers/<id>",
        "/group/manage_members/<id>",
        "/group/member_delete/<id>",
        "/group/member_dump/<id>",
        "/group/member_new/<id>",
        "/group/members/<id>",
        "/group/new",
        "/no/",
        "/no/<path:path>",
        "/user/<id>/groups",
        "/user/_logout",
        "/user/edit",
        "/user/me",
        "/util/redirect",
        "/zh_CN/",
        "/zh_CN/<path:path>",
        "/zh_TW/",
        "/zh_TW/<path:path>",
    ),
    "not found: made for the makers of CKAN": (
        "/testing/custom_form_fields",
        "/testing/dashboard",
        "/testing/primer",
    ),
    "not for people: JSON, RDF, XML, CSV or a file": (
        "/<path:filename>",
        "/tables/<resource_id>/<label>.<any(csv,xlsx,geojson,json,jsonl,parquet):ending>",
        "/tables/<resource_id>/<label>/original",
        "/tables/import/<id>/result.<any(csv,xlsx):form>",
        "/tables/import/template.<any(xlsx,csv):form>",
        "/api/",
        "/api/<int(min=1, max=2):ver>/i18n/<lang>",
        "/api/<int(min=1, max=2):ver>/util/dataset/autocomplete",
        "/api/<int(min=1, max=2):ver>/util/group/autocomplete",
        "/api/<int(min=1, max=2):ver>/util/organization/autocomplete",
        "/api/<int(min=1, max=2):ver>/util/resource/format_autocomplete",
        "/api/<int(min=1, max=2):ver>/util/tag/autocomplete",
        "/api/<int(min=1, max=2):ver>/util/user/autocomplete",
        "/api/<int(min=1, max=3):ver>",
        "/api/<int(min=3, max=3):ver>/action/<logic_function>",
        "/api/action/<logic_function>",
        "/api/i18n/<lang>",
        "/api/openapi.json",
        "/api/util/dataset/autocomplete",
        "/api/util/group/autocomplete",
        "/api/util/organization/autocomplete",
        "/api/util/resource/format_autocomplete",
        "/api/util/tag/autocomplete",
        "/api/util/user/autocomplete",
        "/catalog.<_format>",
        "/dataset/<_id>.<_format>",
        "/dataset/<id>/resource/<resource_id>/download",
        "/dataset/<id>/resource/<resource_id>/findings/download.<form>",
        "/dataset/<id>/resource/<resource_id>/download/<filename>",
        "/dataset_series/<_id>.<_format>",
        "/datastore/dump/<resource_id>",
        "/feeds/custom.atom",
        "/feeds/findings/<name>.atom",
        "/feeds/dataset.atom",
        "/feeds/group/<string:id>.atom",
        "/feeds/organization/<string:id>.atom",
        "/feeds/tag/<string:id>.atom",
        "/file/download/<id>",
        "/file/public-download/<storage_name>/<path:location>",
        "/file/trusted-download/<token>",
        "/open-data-list.csv",
        "/organization/<name>/open-data-list.csv",
        "/organization/member_dump/<id>",
        "/robots.txt",
        "/sitemap-<part>.xml",
        "/sitemap.xml",
        "/review/<id>/files/<key>",
        "/tables/check/<token>/file",
        "/tables/overview.csv",
        "/tables/check/<token>/result.json",
        "/tables/formats/<name>/<file>",
        "/webassets/<path:path>",
    ),
    "not found: no plugin that shows views is enabled": (
        "/dataset/<id>/resource/<resource_id>/edit_view/<view_id>",
        "/dataset/<id>/resource/<resource_id>/new_view",
        "/dataset/<id>/resource/<resource_id>/view",
        "/dataset/<id>/resource/<resource_id>/view/<view_id>",
    ),
    "the same page as another one, with a longer list": (
        "/dataset/changes_multiple",
        "/organization/changes_multiple",
    ),
}
LANGUAGES = ("ja", "en")


def address(portal: Portal, stop: Stop, language: str, sample: dict[str, str]) -> str:
    """Return the full address of a page in a language."""
    prefix = "" if language == "ja" else f"/{language}"
    return portal.url + prefix + stop.path.format(**sample)
