"""Bring databases, organisations, administrator and search index up to date; can be repeated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import psycopg2
from configure import Misconfigured, secret, values

ADMIN = "admin"


def ckan(*arguments: str, given: str | None = None) -> None:
    """Run a command of CKAN; end with its exit code where it fails."""
    print("prepare: ckan", " ".join(arguments), flush=True)
    result = subprocess.run(["ckan", *arguments], input=given, text=True, check=False)
    if result.returncode:
        sys.exit(f"prepare: «ckan {' '.join(arguments)}» ended with {result.returncode}")


def datastore_permissions(datastore: str) -> None:
    """Run CKAN's own script for the rights of the DataStore's reader.

    Its `\\connect` is a command of psql, which this image has not: we are connected already.
    """
    printed = subprocess.run(
        ["ckan", "datastore", "set-permissions"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    script = "\n".join(line for line in printed.splitlines() if not line.startswith("\\connect"))
    with psycopg2.connect(datastore) as connection, connection.cursor() as cursor:
        cursor.execute(script)
    print("prepare: rights of the DataStore's reader set", flush=True)


def count(database: str, query: str) -> int:
    """Return the number a query yields."""
    with psycopg2.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def ensure_admin(database: str, password: str) -> None:
    """Make the administrator where there is none; a password that was changed stays."""
    if count(database, f"select count(*) from \"user\" where name = '{ADMIN}'"):
        return
    address = f"email={ADMIN}@localhost.localdomain"
    ckan("user", "add", ADMIN, address, given=f"{password}\n{password}\n")
    ckan("sysadmin", "add", ADMIN)


def fill_index(database: str, solr: str) -> None:
    """Rebuild the search index where Solr is empty and the catalogue is not (a new volume)."""
    if not count(database, "select count(*) from package where state = 'active'"):
        return
    with urllib.request.urlopen(f"{solr}/select?q=*:*&rows=0&wt=json", timeout=30) as answer:
        found = json.load(answer)["response"]["numFound"]
    if not found:
        ckan("search-index", "rebuild")


def main() -> None:
    """Do all steps in order."""
    found = values(os.environ)
    Path(found["webassets"]).mkdir(parents=True, exist_ok=True)
    ckan("db", "upgrade")
    datastore_permissions(found["datastore_write"])
    ckan("kanazawa-schemas", "organizations")
    ensure_admin(found["database"], secret(os.environ, "admin_password"))
    # Made once here, so that no visitor waits for them.
    ckan("translation", "js")
    ckan("asset", "build")
    if found["engine"] == "solr":
        fill_index(found["database"], found["solr"])
    print("prepare: done", flush=True)


if __name__ == "__main__":
    try:
        main()
    except Misconfigured as error:
        sys.exit(f"prepare: {error}")
