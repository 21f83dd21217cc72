"""Every example of the API guide works as it is printed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewContext
from tests.browser.portal import Portal

EXPECTED = {
    *("search", "filter", "facets", "page", "show", "organizations", "download"),
    *("catalog", "dataset_ttl", "feed", "openapi", "open_data_list", "missing", "cors"),
}


def run(command: str) -> tuple[int, str]:
    """Run a curl command of the guide; return HTTP status and what was answered."""
    # The write-out goes to standard error, so that it never mixes with the answer.
    asked = command.replace("curl ", "curl -sS -w '%{stderr}%{http_code}' ", 1)
    done = subprocess.run(asked, shell=True, capture_output=True, timeout=60)
    assert done.returncode == 0, f"{command}\n{done.stderr.decode()}"
    return int(done.stderr), done.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize("language", ["", "/en"])
class TestGuide:
    def test_each_command_answers_as_promised(
        self, portal: Portal, page: Page, language: str, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)  # one of them saves a file
        page.goto(f"{portal.url}{language}/api-guide")
        met = set()
        for code in page.locator("code[data-example]").all():
            status, answer = run(code.inner_text())
            name = code.get_attribute("data-example")
            assert str(status) == code.get_attribute("data-status"), f"{name}: {answer[:500]}"
            met.add(name)
        assert met >= EXPECTED
        saved = list(tmp_path.iterdir())
        assert len(saved) == 1 and saved[0].stat().st_size > 0

    def test_answers_hold_what_the_text_says(self, portal: Portal, page: Page, language: str):
        page.goto(f"{portal.url}{language}/api-guide")
        command = {
            code.get_attribute("data-example"): code.inner_text()
            for code in page.locator("code[data-example]").all()
        }
        assert '"success": true' in run(command["search"])[1]
        assert '"success": false' in run(command["missing"])[1]
        assert "access-control-allow-origin: *" in run(command["cors"])[1].lower()
        assert "dcat:Catalog" in run(command["catalog"])[1]
        assert "dcat:Dataset" in run(command["dataset_ttl"])[1]

    def test_javascript_runs_in_a_page_of_another_site(
        self, portal: Portal, new_context: NewContext, language: str
    ):
        context = new_context()
        page = context.new_page()
        page.goto(f"{portal.url}{language}/api-guide")
        source = page.inner_text("code[data-program=javascript]")
        lines: list[str] = []
        foreign = context.new_page()
        foreign.on("console", lambda message: lines.append(message.text))
        foreign.evaluate(f"(async () => {{ {source} }})()")
        assert lines and "公共" in "".join(lines)

    def test_python_reads_every_dataset(self, portal: Portal, page: Page, language: str):
        page.goto(f"{portal.url}{language}/api-guide")
        source = page.inner_text("code[data-program=python]")
        done = subprocess.run([sys.executable, "-c", source], capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr.decode()
        names = [line.split()[0] for line in done.stdout.decode().splitlines()]
        assert sorted(names) == sorted(portal.action("package_list"))
