"""The OpenAPI description of the actions that visitors use.

Facts are in `schemas/api/actions.yaml`; only actions that exist here are described, and the
examples name things that are in the catalogue now, so that each of them can be tried.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import ckan.logic as logic
import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.common import _

from ckanext.kanazawa.helpers import kanazawa_language
from ckanext.kanazawa.lib.yamltext import read_yaml
from ckanext.kanazawa.site import site_title

# Draft 2020-12 of JSON Schema, which OpenAPI 3.1 is written on.
SCHEMAS: dict[str, Any] = {
    "Dataset": {
        "type": "object",
        "required": ["id", "name", "title", "resources"],
        "properties": {
            "id": {"type": "string"},
            "name": {"type": "string"},
            "title": {"type": "string"},
            "title_translated": {"type": "object"},
            "notes": {"type": ["string", "null"]},
            "license_id": {"type": ["string", "null"]},
            "metadata_modified": {"type": "string"},
            "organization": {"type": ["object", "null"]},
            "resources": {"type": "array", "items": {"$ref": "#/components/schemas/Resource"}},
            "tags": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Resource": {
        "type": "object",
        "required": ["id", "url"],
        "properties": {
            "id": {"type": "string"},
            "name": {"type": ["string", "null"]},
            "url": {"type": "string"},
            "format": {"type": ["string", "null"]},
            "size": {"type": ["integer", "null"]},
            "datastore_active": {"type": "boolean"},
        },
    },
    "Error": {
        "type": "object",
        "required": ["success", "error"],
        "properties": {
            "help": {"type": "string"},
            "success": {"const": False},
            "error": {
                "type": "object",
                "properties": {"__type": {"type": "string"}, "message": {}},
            },
        },
    },
}


# Types of `actions.yaml` that JSON Schema writes otherwise.
_FILE = {"file": {"type": "string", "format": "binary"}}


@cache
def _definitions() -> dict[str, Any]:
    path = resources.files("ckanext.kanazawa.definitions") / "api" / "actions.yaml"
    return read_yaml(path.read_text(encoding="utf-8"))


def description() -> dict[str, Any]:
    """Describe the API in the reader's language.

    Returns:
        an OpenAPI 3.1 document.
    """
    language = kanazawa_language()
    facts = _definitions()
    examples = live_examples()
    site_url = tk.url_for("home.index", _external=True, locale="default").rstrip("/")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("API of {site}").format(site=site_title()),
            "version": "3",
            "description": facts["info"]["description"][language],
        },
        "servers": [{"url": site_url}],
        "tags": [
            {"name": tag["name"], "description": tag["description"][language]}
            for tag in facts["tags"]
        ],
        "paths": {
            f"/api/3/action/{action['name']}": {
                action.get("method", "get"): _operation(action, language, examples)
            }
            for action in facts["actions"]
            if is_offered(action["name"])
        },
        "components": {"schemas": SCHEMAS},
    }


def is_offered(action: str) -> bool:
    """Say whether an action exists here and may be used by visitors."""
    if action == "datastore_search_sql" and not tk.config.get("ckan.datastore.sqlsearch.enabled"):
        return False
    try:
        logic.get_action(action)
    except KeyError:
        return False
    return True


def live_examples() -> dict[str, str]:
    """Return something public of each kind: "@dataset", "@resource", "@table", "@organization"."""
    package = model.Package
    public = (package.state == "active") & package.private.is_(False) & (package.type == "dataset")
    newest = sa.select(package.name).where(public).order_by(package.metadata_modified.desc())
    resource = sa.select(model.Resource.id).join(package).where(public)
    resource = resource.where(model.Resource.state == "active")
    extras = sa.cast(model.resource_table.c.extras, sa.Text)
    table = resource.where(extras.contains('"datastore_active": true'))
    group = model.Group
    provider = sa.select(group.name).where(group.state == "active", group.is_organization.is_(True))
    queries = {
        "@dataset": newest,
        "@resource": resource.order_by(model.Resource.created),
        "@table": table.order_by(model.Resource.created),
        "@organization": provider.order_by(group.created),
    }
    found = {key: model.Session.execute(query.limit(1)).scalar() for key, query in queries.items()}
    return {key: value for key, value in found.items() if value}


def _example(value: Any, examples: dict[str, str]) -> Any:
    """Fill in what is in the catalogue; None where there is nothing of the kind."""
    if not isinstance(value, str) or "@" not in value:
        return value
    for key, found in examples.items():
        value = value.replace(key, found)
    return None if "@" in value else value


def _parameter(facts: dict[str, Any], language: str, examples: dict[str, str]) -> dict[str, Any]:
    limits = {key: facts[key] for key in ("minimum", "maximum", "default") if key in facts}
    parameter: dict[str, Any] = {
        "name": facts["name"],
        "in": "query",
        "required": facts.get("required", False),
        "description": facts["description"][language],
        "schema": {"type": facts["type"], **limits},
    }
    example = _example(facts.get("example"), examples)
    if example is not None:
        parameter["example"] = example
    return parameter


def _input(action: dict[str, Any], language: str, examples: dict[str, str]) -> dict[str, Any]:
    if action.get("method") == "post":
        return {"requestBody": _body(action, language)}
    return {"parameters": [_parameter(one, language, examples) for one in action["parameters"]]}


def _body(action: dict[str, Any], language: str) -> dict[str, Any]:
    """Describe the form a file is sent with."""
    properties = {
        facts["name"]: {
            "description": facts["description"][language],
            **_FILE.get(facts["type"], {"type": facts["type"]}),
        }
        for facts in action["parameters"]
    }
    required = [facts["name"] for facts in action["parameters"] if facts.get("required")]
    schema = {"type": "object", "required": required, "properties": properties}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _operation(action: dict[str, Any], language: str, examples: dict[str, str]) -> dict[str, Any]:
    answer = {
        "type": "object",
        "required": ["success", "result"],
        "properties": {
            "help": {"type": "string", "format": "uri"},
            "success": {"const": True},
            "result": action["result"],
        },
    }
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "operationId": action["name"],
        "tags": [action["tag"]],
        "summary": action["summary"][language],
        **_input(action, language, examples),
        "responses": {
            "200": {
                "description": _("The answer"),
                "content": {"application/json": {"schema": answer}},
            },
            "400": {"description": _("The request cannot be read"), "content": refusal},
            "404": {"description": _("Not found"), "content": refusal},
            "409": {"description": _("A value is not valid"), "content": refusal},
        },
    }
