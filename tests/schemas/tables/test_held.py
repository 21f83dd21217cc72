"""What is held back is nowhere, and what is public is everywhere it should be."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from urllib.parse import urljoin

import ckan.model as model
import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "class_db", "clean_index", "storage_folder"),
    pytest.mark.ckan_config("ckanext.kanazawa.schemas.hold_editions", True),
    pytest.mark.ckan_config("ckan.datastore.sqlsearch.enabled", True),
]
# Written in ASCII, so that no form of escaping hides them.
PUBLIC, SECRET = "KOUKAI2468", "HIMITSU7351"
TABLE = "名称,緯度,経度,電話番号\n{word},36.56,136.65,076-220-2111\n見本,36.57,136.66,９時\n"
PERSONAL = (
    "名称,{word}列,氏名,携帯電話,緯度,経度\n"
    "{word},{word}値,山田 太郎,090-1234-5678,36.56,136.65\n"
    "見本,x,鈴木 花子,０９０－１２３４－５６７９,36.57,136.66\n"
)
FORMS = ("csv", "xlsx", "geojson", "json", "jsonl", "parquet")


@pytest.fixture
def held(upload, work, dataset) -> dict[str, Any]:
    """Return a resource with a released edition, and a later one that waits for an editor."""
    resource = upload(TABLE.format(word=PUBLIC).encode(), f"{PUBLIC}.csv")
    work()
    upload(PERSONAL.format(word=SECRET).encode(), f"{SECRET}.csv", resource=resource)
    work()
    newest = Edition.newest(resource["id"])
    assert newest is not None
    assert (newest.release, newest.state, newest.personal > 0) == ("held", "examined", True)
    return call_action("resource_show", id=resource["id"])


def addresses(resource: dict[str, Any], dataset: dict[str, Any]) -> dict[str, bool]:
    """Return every address that might tell of a file → whether it tells of the released one."""
    rid, name, org = resource["id"], dataset["name"], "kanazawa-city"
    page, api = f"/dataset/{name}/resource/{rid}", "/api/3/action"
    found = {
        "/": False,
        f"/dataset/{name}": True,
        page: True,
        f"/en{page}": True,
        f"{page}/findings": False,
        f"{page}/table": True,
        f"{page}/table/embed": True,
        f"{page}/table?q={SECRET}": False,
        resource["url"]: True,
        f"/datastore/dump/{rid}": True,
        f"{api}/datastore_search?resource_id={rid}": True,
        f'{api}/datastore_search_sql?sql=SELECT * FROM "{rid}"': True,
        f"{api}/datastore_info?id={rid}": False,
        f"{api}/package_show?id={name}": True,
        f"{api}/resource_show?id={rid}": True,
        f"{api}/package_search?q={PUBLIC}": True,
        f"{api}/package_search?q={SECRET}": False,
        f"{api}/current_package_list_with_resources": True,
        f"{api}/package_activity_list?id={dataset['id']}": False,
        f"{api}/kanazawa_schemas_edition_list?resource_id={rid}": True,
        f"{api}/kanazawa_schemas_edition_show?resource_id={rid}&label=latest": True,
        f"{api}/kanazawa_schemas_finding_list?resource_id={rid}": False,
        f"{api}/kanazawa_schemas_open_data_list": False,
        f"/dataset/?q={PUBLIC}": False,
        f"/dataset/?q={SECRET}": False,
        f"/dataset/{name}.ttl": True,
        f"/dataset/{name}.jsonld": True,
        f"/dataset/{name}.xml": True,
        "/catalog.ttl": True,
        "/feeds/dataset.atom": False,
        f"/feeds/findings/{org}.atom": False,
        f"/feeds/organization/{org}.atom": False,
        f"/feeds/custom.atom?q={SECRET}": False,
        "/sitemap.xml": False,
        "/open-data-list": False,
        "/api/openapi.json": False,
        "/tables/formats": False,
        f"/organization/{org}": False,
        f"/organization/activity/{org}": False,
        f"/dataset/activity/{name}": False,
    }
    for form in ("csv", "xlsx", "json"):
        found[f"{page}/findings/download.{form}"] = False
    for form in FORMS:
        found[f"/tables/{rid}/latest.{form}"] = True
    return found


def closed(resource: dict[str, Any], edition: Edition) -> list[str]:
    """Return the addresses of the edition that is held: visitors get none of them."""
    rid, label = resource["id"], edition.label
    page = f"/dataset/{resource['package_id']}/resource/{rid}"
    file = model.Session.get(model.File, edition.file_id)
    assert file is not None
    return [
        *(f"/tables/{rid}/{label}.{form}" for form in FORMS),
        f"/tables/{rid}/{label}/original",
        f"/tables/{rid}/{label}.csv/losses?encoding=cp932",
        f"/file/download/{file.id}",
        f"/api/3/action/file_show?id={file.id}",
        f"/api/3/action/kanazawa_schemas_edition_show?id={edition.id}",
        f"/api/3/action/kanazawa_schemas_repair_preview?resource_id={rid}",
        f"/api/3/action/kanazawa_schemas_mapping_guess?resource_id={rid}&format=public-toilet",
        *(f"{page}/{name}" for name in ("repairs", "mapping", "reading")),
    ]


def content_of(answer: Any) -> bytes:
    """Return the bytes of an answer, unpacked where it is a workbook."""
    data = answer.data
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def links_of(app: Any, pages: list[str], rid: str) -> set[str]:
    """Return what pages link to that has to do with a resource."""
    found: set[str] = set()
    for page in pages:
        soup = BeautifulSoup(app.get(page).body, "html.parser")
        for tag in soup.select("[href], [src], [hx-get], [data-module-url]"):
            for key in ("href", "src", "hx-get", "data-module-url"):
                if tag.get(key) and rid in tag[key]:
                    found.add(re.sub(r"#.*", "", urljoin(page, str(tag[key]))))
    return {re.sub(r"^https?://[^/]+", "", each) for each in found}


def told_of(
    app: Any, edition: Edition, resource: dict[str, Any], dataset: dict[str, Any]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the addresses that tell visitors of an edition, and those that miss the other."""
    known = addresses(resource, dataset)
    pages = [f"/dataset/{dataset['name']}", f"/dataset/{dataset['name']}/resource/{resource['id']}"]
    linked = links_of(app, pages, resource["id"])
    assert len(linked) > 5
    marks = [SECRET, str(edition.sha256), str(edition.file_id), edition.id]
    leaks, missing = [], []
    for address in [*known, *sorted(linked - known.keys())]:
        asked = SECRET if SECRET in address else ""
        content = content_of(app.get(address, follow_redirects=False))
        # A page may repeat what was asked for.
        told = [mark for mark in marks if mark.encode() in content and mark != asked]
        leaks += [(address, mark) for mark in told]
        if known.get(address) and PUBLIC.encode() not in content:
            missing.append(address)
    return leaks, missing


class TestHeld:
    def test_no_address_tells_of_it_and_the_released_one_is_found(self, app, held, dataset):
        edition = Edition.newest(held["id"])
        assert edition is not None
        assert told_of(app, edition, held, dataset) == ([], [])

    def test_taken_back_it_is_nowhere_any_more(self, app, held, dataset, work, editor_headers):
        edition = Edition.newest(held["id"])
        assert edition is not None
        for decision in ("confirm", "withdraw"):
            action = f"/api/3/action/kanazawa_schemas_edition_{decision}"
            app.post(action, json={"id": edition.id}, headers=editor_headers, status=200)
            work()
        assert told_of(app, edition, held, dataset) == ([], [])
        activities = f"/api/3/action/package_activity_list?id={dataset['id']}"
        assert SECRET in app.get(activities, headers=editor_headers).body

    def test_its_own_addresses_are_closed(self, app, held):
        edition = Edition.newest(held["id"])
        assert edition is not None
        answers = {each: app.get(each, follow_redirects=False) for each in closed(held, edition)}
        told = [each for each, answer in answers.items() if SECRET.encode() in content_of(answer)]
        given = [each for each, answer in answers.items() if answer.status_code == 200]
        assert (told, given) == ([], [])
        found = call_action("package_search", {"user": ""}, q=SECRET)
        assert found["count"] == 0
