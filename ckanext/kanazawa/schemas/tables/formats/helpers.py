"""Template helpers of the pages about formats."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
from flask import current_app

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.schemas.organizations import readable_title


def kanazawa_schemas_has_page(endpoint: str) -> bool:
    """Tell whether a page exists in this installation, so that no link leads nowhere."""
    return endpoint in current_app.view_functions


def kanazawa_schemas_format_title(name: str) -> str:
    """Return the name of a table format in the reader's language; the id if unknown."""
    found = load_formats().get(name)
    return found.title[tk.h.kanazawa_language()] if found else name


def kanazawa_schemas_organization_title(name: str) -> str:
    """Return the name of an organisation in the reader's language."""
    organization = model.Group.get(name)
    return readable_title(organization, tk.h.kanazawa_language()) if organization else name
