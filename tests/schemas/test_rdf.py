from __future__ import annotations

import pytest
from rdflib import DCTERMS, FOAF, RDF, SKOS, Graph, Literal, Namespace, URIRef

from tests.factories import Dataset

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
EU = "http://publications.europa.eu/resource/authority"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


@pytest.fixture
def graph(app, city) -> Graph:
    """Return the RDF of a dataset with all we map."""
    dataset = Dataset(
        owner_org=city["id"],
        title=None,
        title_translated={"ja": "公園一覧", "en": "Parks"},
        notes=None,
        notes_translated={"ja": "市の公園です。", "en": "Parks of the city."},
        kanazawa_theme=["land-weather"],
        tags=[{"name": "公園"}],
        contact=[
            {"name": "緑と花の課", "email": "midori@example.jp", "url": "https://example.jp/q"}
        ],
        kanazawa_area=["172014"],
        temporal_coverage=[{"start": "2026-04-01", "end": "2027-03-31"}],
        frequency=f"{EU}/frequency/ANNUAL",
        language=[f"{EU}/language/JPN"],
        conforms_to=["https://example.jp/spec"],
        documentation=["https://example.jp/doc"],
        provenance={"ja": "台帳から作成", "en": "From the register"},
        url="https://example.jp/parks",
        version="1.2",
        issued="2020-04-01",
        modified="2026-04-01",
        resources=[
            {
                "url": "https://example.jp/a.csv",
                "name_translated": {"ja": "公園", "en": "Parks"},
                "license": "https://creativecommons.org/licenses/by/4.0/",
                "format": "CSV",
            }
        ],
    )
    turtle = app.get(f"/dataset/{dataset['name']}.ttl").body
    return Graph().parse(data=turtle, format="turtle")


class TestDataset:
    def test_carries_everything_mapped(self, graph):
        subject = next(graph.subjects(RDF.type, DCAT.Dataset))

        def objects(predicate):
            return set(graph.objects(subject, predicate))

        assert objects(DCTERMS.title) >= {Literal("公園一覧", "ja"), Literal("Parks", "en")}
        assert Literal("Parks of the city.", "en") in objects(DCTERMS.description)
        assert URIRef(f"{EU}/data-theme/ENVI") in objects(DCAT.theme)
        assert Literal("公園") in {Literal(str(word)) for word in objects(DCAT.keyword)}
        assert URIRef(f"{EU}/frequency/ANNUAL") in objects(DCTERMS.accrualPeriodicity)
        assert URIRef(f"{EU}/language/JPN") in objects(DCTERMS.language)
        assert URIRef("https://example.jp/parks") in objects(DCAT.landingPage)
        for predicate in (DCTERMS.conformsTo, FOAF.page, DCTERMS.provenance, DCTERMS.issued):
            assert objects(predicate), predicate
        assert str(next(iter(objects(DCTERMS.modified)))).startswith("2026-04-01")

    def test_carries_nested_descriptions(self, graph):
        subject = next(graph.subjects(RDF.type, DCAT.Dataset))
        contact = next(graph.objects(subject, DCAT.contactPoint))
        assert URIRef("mailto:midori@example.jp") in set(graph.objects(contact, VCARD.hasEmail))
        period = next(graph.objects(subject, DCTERMS.temporal))
        assert str(next(graph.objects(period, DCAT.startDate))) == "2026-04-01"
        places = set(graph.objects(subject, DCTERMS.spatial))
        assert any(graph.objects(place, SKOS.prefLabel) for place in places)
        assert any(list(graph.objects(place, DCAT.bbox)) for place in places)
        publisher = next(graph.objects(subject, DCTERMS.publisher))
        assert "金沢市" in {str(name) for name in graph.objects(publisher, FOAF.name)}

    def test_names_the_licence_of_its_file(self, graph):
        distribution = next(graph.subjects(RDF.type, DCAT.Distribution))
        licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
        assert licence in set(graph.objects(distribution, DCTERMS.license))
        assert Literal("Parks", "en") in set(graph.objects(distribution, DCTERMS.title))
