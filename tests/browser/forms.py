"""Filling in the forms as a clerk does."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

ORGANIZATION = "金沢市"


def fill_dataset(page: Page, title: str, notes: str) -> None:
    """Fill in the required fields of a dataset of Kanazawa City."""
    page.fill("[name='title_translated-ja']", title)
    page.fill("[name='notes_translated-ja']", notes)
    page.locator("[name=kanazawa_theme]").first.check()
    page.select_option("[name=owner_org]", label=ORGANIZATION)
    page.select_option("[name=license_id]", value="CC-BY-4.0")


def upload(page: Page, path: Path) -> None:
    """Choose a file in the form of a resource."""
    page.set_input_files("input[type=file][name=upload]", path)


def save(page: Page, value: str = "") -> None:
    """Press the button that saves; `value` tells which, where there are several."""
    chosen = f"[value='{value}']" if value else ""
    page.locator(f"form button[name=save]{chosen}:not([aria-hidden]):visible").first.click()
    page.wait_for_load_state("load")
