"""Addresses of the feature's pages for mails, which are written outside of any request."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def page(path: str) -> str:
    """Return the full address of a page in the portal's own language.

    Args:
        path: from `/` on, below the portal's root.
    """
    root = str(tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "").rstrip("/")
    return f"{str(tk.config['ckan.site_url']).rstrip('/')}{root}{path}"


def submission_page(submission_id: str) -> str:
    """Return where its author sees a submission."""
    return page(f"/contribute/submissions/{submission_id}")


def review_page(submission_id: str) -> str:
    """Return where stewards see a submission."""
    return page(f"/review/{submission_id}")
