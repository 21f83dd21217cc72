"""The home page: what exists is shown, what does not leaves no box; it stays light."""

from __future__ import annotations

import gzip
from pathlib import Path

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests import helpers

from ckanext.kanazawa.lib.choices import load_choices
from tests.catalogue import admin_context, new_dataset, new_organization
from tests.theme.page import Page

THEME = Path(__file__).resolve().parents[2] / "ckanext/kanazawa/theme"
CORE_CSS = "/base/main.css"
pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def count_views(dataset: dict, views: int) -> None:
    """Write what `ckan tracking update` would after some days of visits."""
    model.Session.execute(
        sa.text(
            "INSERT INTO tracking_summary (url, package_id, tracking_type, count,"
            " running_total, recent_views, tracking_date)"
            " VALUES (:url, :id, 'page', :views, :views, :views, current_date)"
        ),
        {"url": f"/dataset/{dataset['name']}", "id": dataset["id"], "views": views},
    )
    model.Session.commit()
    helpers.call_action("package_patch", admin_context(), id=dataset["id"])


class TestEmptyPortal:
    def test_nothing_is_announced_that_is_not_there(self, app):
        page = Page(app, "/")
        assert page.one("h1")
        assert page.all(".kz-themes, .kz-short-list, .kz-municipalities, .kz-hero-count") == []


class TestHome:
    def test_themes_have_sign_label_and_count(self, app):
        new_dataset(kanazawa_theme=["transport-tourism"])
        new_dataset(kanazawa_theme=["transport-tourism", "administration"])
        page = Page(app, "/en/")
        assert page.texts(".kz-theme") == [
            "Transport and tourism 2 datasets",
            "Administration and finance 1 dataset",
        ]
        assert len(page.all(".kz-theme svg use")) == 2
        assert "vocab_kanazawa_theme=transport-tourism" in page.all(".kz-theme")[0]["href"]

    def test_newest_come_first(self, app):
        names = [new_dataset()["name"] for _ in range(3)]
        links = [link["href"] for link in Page(app, "/").all(".kz-short-title")]
        assert links == [f"/dataset/{name}" for name in reversed(names)]

    def test_provider_is_named_in_the_language_of_the_page(self, app):
        owner = new_organization(title_translated={"ja": "見本大学", "en": "Sample University"})
        new_dataset(owner_org=owner["id"])
        assert "Sample University" in Page(app, "/en/").texts(".kz-short-list .kz-meta")[0]
        assert "見本大学" in Page(app, "/").texts(".kz-short-list .kz-meta")[0]

    def test_demonstrations_are_marked(self, app):
        new_dataset()
        assert not Page(app, "/en/").all(".kz-short-list .kz-label-demo")
        new_dataset(kanazawa_demo=True)
        assert Page(app, "/en/").texts(".kz-short-list .kz-label-demo") == ["Demonstration"]

    def test_private_and_deleted_ones_stay_hidden(self, app):
        new_dataset(private=True, title_translated={"ja": "内緒", "en": "Secret"})
        gone = new_dataset(title_translated={"ja": "過去", "en": "Past"})
        helpers.call_action("package_delete", admin_context(), id=gone["id"])
        html = Page(app, "/en/").html
        assert "Secret" not in html
        assert "Past" not in html

    def test_most_used_appear_once_views_are_counted(self, app):
        quiet, seen = new_dataset(), new_dataset()
        assert not Page(app, "/").all("#most-used")
        count_views(seen, 7)
        page = Page(app, "/")
        links = page.all("section[aria-labelledby=most-used] .kz-short-title")
        assert [link["href"] for link in links] == [f"/dataset/{seen['name']}"]
        assert quiet["name"] in page.html

    def test_municipalities_stand_in_order_with_their_counts(self, app):
        hakusan = new_organization(
            name="hakusan-city", title_translated={"ja": "白山市", "en": "Hakusan City"}
        )
        new_organization(
            name="kanazawa-city", title_translated={"ja": "金沢市", "en": "Kanazawa City"}
        )
        new_dataset(owner_org=hakusan["id"])
        assert Page(app, "/").texts(".kz-municipality") == ["金沢市 0件", "白山市 1件"]

    def test_every_sign_of_a_theme_is_in_the_sprite(self):
        sprite = (THEME / "public/kanazawa_theme/icons.svg").read_text(encoding="utf-8")
        for theme in load_choices("themes").values():
            assert f'id="{theme.extra["icon"]}"' in sprite


class TestFrame:
    @pytest.mark.parametrize(("path", "language"), [("/", "ja"), ("/en/", "en")])
    def test_landmarks_heading_and_language(self, app, path: str, language: str):
        page = Page(app, path)
        assert page.one("html")["lang"] == language
        for landmark in ("main", "body > header", "body > footer", "h1"):
            assert page.one(landmark)
        assert page.one("a.kz-skip")["href"] == f"#{page.one('main')['id']}"

    def test_title_names_the_site_in_the_readers_language(self, app):
        assert Page(app, "/").one("title").text.strip() == "金沢市オープンデータポータル"
        assert Page(app, "/en/").one("title").text.strip() == "Kanazawa City Open Data Portal"

    def test_language_switch_keeps_the_page(self, app):
        links = Page(app, "/en/dataset/?q=%E9%81%BF%E9%9B%A3&page=1").all(".kz-languages a")
        assert [link["href"] for link in links] == [
            "/dataset/?q=%E9%81%BF%E9%9B%A3&page=1",
            "/en/dataset/?q=%E9%81%BF%E9%9B%A3&page=1",
        ]

    def test_current_page_is_marked_and_the_way_back_keeps_the_language(self, app):
        page = Page(app, "/en/dataset/?q=a")
        assert page.one(".kz-nav-wide a[aria-current=page]")["href"] == "/en/dataset/"
        back = page.all("form.kz-display input[name=back]")[0]
        assert back["value"] == "/en/dataset/?q=a"

    def test_groups_are_neither_linked_nor_reachable(self, app):
        assert not Page(app, "/").all("a[href^='/group']")
        for path in ("/group/", "/group/anything"):
            response = app.get(path, follow_redirects=False)
            assert response.status_code == 302
            assert response.headers["Location"].endswith("/dataset/")

    def test_nothing_comes_from_another_host(self, app):
        page = Page(app, "/")
        sources = [e.get("src") or e.get("href") for e in page.all("script[src], img, link")]
        stylesheets = [e["href"] for e in page.all("link[rel=stylesheet]")]
        assert stylesheets
        foreign = [s for s in sources if "//" in s and not s.startswith("http://test.ckan.net")]
        assert foreign == []


class TestWeight:
    def test_home_page_loads_none_of_cores_scripts(self, app):
        scripts = [script["src"] for script in Page(app, "/").all("script[src]")]
        assert len(scripts) == 2
        assert all("/kanazawa_theme/" in script for script in scripts)

    def test_everything_the_home_page_loads_is_under_400_kilobytes(self, app):
        new_dataset()
        page = Page(app, "/")
        urls = [e["href"] for e in page.all("link[rel=stylesheet], link[rel='shortcut icon']")]
        urls += [e["src"] for e in page.all("script[src], img")]
        urls += [page.all("svg use")[0]["href"].split("#")[0]]
        bodies = [page.html.encode(), *(app.get(url).data for url in urls)]
        assert sum(len(gzip.compress(body)) for body in bodies) < 400_000

    def test_pictures_have_their_size_so_that_nothing_jumps(self, app):
        for picture in Page(app, "/").all("img, svg.kz-icon"):
            assert picture.get("width")
            assert picture.get("height")
