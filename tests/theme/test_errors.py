"""Pages of errors: in the reader's language, in the site's look, without words of the machine."""

from __future__ import annotations

import pytest
from ckan.tests.factories import SysadminWithToken

from tests.catalogue import new_dataset
from tests.theme.page import Page

emptied = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


@emptied
class TestErrorPages:
    @pytest.mark.parametrize(
        ("path", "words"), [("/nothing", "ページが見つかりません"), ("/en/nothing", "not found")]
    )
    def test_unknown_page(self, app, path: str, words: str):
        page = Page(app, path, status=404)
        assert words in page.one("h1").text
        assert "404" in page.one("#error-content").text
        assert page.one("header.kz-header")
        assert "requested URL" not in page.html

    def test_ckans_own_words_are_kept(self, app):
        page = Page(app, "/en/dataset/unknown", status=404)
        assert "Dataset not found" in page.one("#error-content").text

    def test_forbidden_page_offers_to_log_in(self, app):
        page = Page(app, "/en/ckan-admin/", status=403)
        assert page.one("h1").text == "You may not see this page"
        assert page.all("#error-content a[href='/en/user/login']")

    def test_visitors_are_not_told_about_rights_of_a_user(self, app):
        for path in (f"/dataset/edit/{new_dataset()['name']}", "/organization/new"):
            text = Page(app, path, status=403).one("#error-content").text
            assert "ログイン" in text
            assert "作成" not in text
            assert "編集" not in text
            assert "''" not in text

    def test_private_dataset_gives_nothing_away(self, app):
        dataset = new_dataset(private=True, title_translated={"ja": "内緒", "en": "Secret"})
        response = app.get(f"/en/dataset/{dataset['name']}")
        assert response.status_code in (403, 404)
        assert "Secret" not in response.body

    def test_words_of_the_search_engine_are_not_shown(self, app):
        page = Page(app, "/en/dataset/?sort=foo", status=400)
        text = page.one("#error-content").text
        assert "is not valid" in text
        assert "foo" not in text

    def test_empty_log_in_form_asks_to_fill_it_in(self, app):
        for data in ({}, {"login": "a", "password": ""}, {"login": " ", "password": "b"}):
            answer = app.post("/en/user/login?next=/en/about", data=data, follow_redirects=False)
            assert answer.headers["Location"].endswith("/en/user/login?next=/en/about")
            body = app.get("/en/user/login").body
            assert "Please enter your user name" in body
            assert "Login failed" not in body

    def test_log_in_page_is_usable_in_both_languages(self, app):
        for path in ("/user/login", "/en/user/login"):
            page = Page(app, path)
            assert page.one("h1")
            for field in ("#field-login", "#field-password"):
                assert page.one(f"label[for='{page.one(field)['id']}']")


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.ckan_config("ckanext.kanazawa.search.engine", "solr")
class TestWithoutEngine:
    """Solr is chosen, and does not run."""

    @pytest.mark.parametrize(
        ("path", "words"),
        [("/dataset/", "システムで問題が発生しました"), ("/en/dataset/", "Something went wrong")],
    )
    def test_engine_that_does_not_answer(self, app, path: str, words: str):
        page = Page(app, path, status=500)
        assert words in page.one("h1").text
        assert "Solr" not in page.one("#error-content").text

    def test_home_page_stands_without_its_engine(self, app):
        assert Page(app, "/en/").one("h1")


@emptied
class TestUserPages:
    @pytest.mark.parametrize("path", ["/dashboard/datasets", "/dashboard/organizations"])
    def test_dashboard_has_one_main_landmark(self, app, path: str):
        response = app.get(path, headers={"Authorization": SysadminWithToken()["token"]})
        assert response.status_code == 200
        assert response.body.count("<main") == 1
