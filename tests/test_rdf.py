"""DCAT-AP 3: endpoints, content negotiation, schema.org, and the official SHACL shapes."""

from __future__ import annotations

import json

import pyshacl
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef

from tests.catalogue import new_dataset
from tests.conftest import SHARED

SHAPES = SHARED / "spec" / "dcat" / "dcat-ap-3.0.1" / "modular"
FORMATS = {"ttl": "turtle", "xml": "xml", "jsonld": "json-ld"}
TYPES = {
    "ttl": "text/turtle",
    "xml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def graph(app, path: str) -> Graph:
    answer = app.get(path)
    return Graph().parse(data=answer.data, format=FORMATS[path.rsplit(".", 1)[1]])


def test_dataset_and_catalogue_are_told_in_every_format(app):
    dataset = new_dataset(title_translated={"ja": "見本公園一覧", "en": "Sample parks"})
    catalogue = URIRef("http://test.ckan.net")
    for ending, kind in TYPES.items():
        path = f"/dataset/{dataset['name']}.{ending}"
        assert app.get(path).headers["Content-Type"].startswith(kind)
        titles = set(graph(app, path).objects(None, DCTERMS.title))
        assert {Literal("見本公園一覧", lang="ja"), Literal("Sample parks", lang="en")} <= titles
        found = graph(app, f"/catalog.{ending}")
        assert (catalogue, RDF.type, DCAT.Catalog) in found
        publisher = found.value(catalogue, DCTERMS.publisher)
        assert (publisher, RDF.type, FOAF.Agent) in found
        assert found.value(publisher, FOAF.name) == Literal(
            "金沢市オープンデータポータル", lang="ja"
        )
        assert len(list(found.objects(catalogue, DCAT.dataset))) == 1


def test_licence_is_not_called_unknown(app):
    dataset = new_dataset(license_id="CC-BY-4.0", resources=[{"url": "https://a.example/a.csv"}])
    for path in (f"/dataset/{dataset['name']}.ttl", "/catalog.ttl"):
        found = graph(app, path)
        assert list(found.objects(None, DCTERMS.license))
        assert "UnknownIPR" not in found.serialize()


def test_client_that_asks_for_rdf_is_sent_to_it(app):
    page = f"/dataset/{new_dataset()['name']}"
    asked = {
        "text/turtle": "ttl",
        "application/rdf+xml": "xml",
        "application/ld+json;q=0.9, text/html;q=0.5": "jsonld",
    }
    for accept, ending in asked.items():
        answer = app.get(page, headers={"Accept": accept}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(f"{page}.{ending}")
        home = app.get("/", headers={"Accept": accept}, follow_redirects=False)
        assert home.headers["Location"].endswith(f"/catalog.{ending}")
    for accept in ("", "*/*", "text/html,application/rdf+xml;q=0.9,*/*;q=0.8"):
        answer = app.get(page, headers={"Accept": accept})
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Accept" in [name.strip() for name in answer.headers["Vary"].split(",")]


def test_page_carries_schema_org_and_names_its_rdf(app):
    dataset = new_dataset(title_translated={"ja": "見本公園一覧", "en": "Sample parks"})
    body = app.get(f"/dataset/{dataset['name']}").body
    for kind in TYPES.values():
        assert f'<link rel="alternate" type="{kind}"' in body
    written = body.split('<script type="application/ld+json">')[1].split("</script>")[0]
    nodes = json.loads(written)["@graph"]
    kinds = {kind for node in nodes for kind in [node["@type"]] if isinstance(kind, str)}
    assert {"schema:Dataset", "schema:DataDownload"} & kinds


def test_private_dataset_is_told_to_nobody(app):
    dataset = new_dataset(private=True)
    assert app.get(f"/dataset/{dataset['name']}.ttl").status_code in (403, 404)
    assert not list(graph(app, "/catalog.ttl").objects(None, DCAT.dataset))


def test_catalogue_page_holds_to_dcat_ap_3(app):
    if not SHAPES.is_dir():
        pytest.skip(f"the SHACL shapes of DCAT-AP are not at hand: {SHAPES}")
    new_dataset(
        kanazawa_standard="public_facility",
        contact=[{"name": "見本課", "email": "opendata@kanazawa.example"}],
        temporal_coverage=[{"start": "2025-04-01", "end": "2026-03-31"}],
        frequency="http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        language=["http://publications.europa.eu/resource/authority/language/JPN"],
    )
    told = graph(app, "/catalog.ttl")
    for shapes in ("shapes.ttl", "range.ttl", "deprecateduris.ttl"):
        conforms, _report, text = pyshacl.validate(
            told,
            shacl_graph=Graph().parse(SHAPES / shapes),
            inference="none",
            do_owl_imports=False,
        )
        assert conforms, text
