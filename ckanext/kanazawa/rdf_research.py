"""Research data and providers in RDF: DOI, creators, how to cite, kind of provider, who checked.

Source: DCAT-AP 3.0.1, Dataset (creator, provenance, other identifier) and Agent (type, from the
ADMS vocabulary of publisher types).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ckanext.dcat.profiles.base import (  # pyright: ignore[reportMissingImports]
    ADMS,
    DCT,
    FOAF,
    RDF,
    RDFS,
    SKOS,
    CleanedURIRef,
)
from ckanext.kanazawa.lib.choices import load_choices

PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"
# Kinds of provider → codes of the ADMS vocabulary, with their English names in it.
PUBLISHER_TYPES = {
    "city": ("LocalAuthority", "Local Authority"),
    "municipality": ("LocalAuthority", "Local Authority"),
    "prefecture": ("RegionalAuthority", "Regional authority"),
    "public_body": ("NationalAuthority", "National authority"),
    "university": ("Academia-ScientificOrganisation", "Academia/Scientific organisation"),
    "company": ("Company", "Company"),
    "citizens_group": ("NonProfitOrganisation", "Non-Profit Organisation"),
    "citizen": ("PrivateIndividual(s)", "Private Individual(s)"),
}
DOI = "https://doi.org/"
ORCID = "https://orcid.org/"


def add_research(graph: Graph, dataset: Mapping[str, Any], node: URIRef) -> None:
    """Add identifier, citation and creators, where a dataset has them."""
    doi = dataset.get("kanazawa_doi")
    if doi:
        identifier = BNode()
        graph.add((node, ADMS.identifier, identifier))
        graph.add((identifier, RDF.type, ADMS.Identifier))
        address = Literal(DOI + str(doi), datatype=XSD.anyURI)
        graph.add((identifier, SKOS.notation, address))
    if dataset.get("kanazawa_citation"):
        graph.add((node, DCT.bibliographicCitation, Literal(dataset["kanazawa_citation"])))
    for creator in dataset.get("kanazawa_creators") or ():
        if creator.get("name"):
            graph.add((node, DCT.creator, _creator(graph, creator)))


def _creator(graph: Graph, creator: Mapping[str, str]) -> Node:
    orcid = creator.get("orcid")
    node = CleanedURIRef(ORCID + orcid) if orcid else BNode()
    graph.add((node, RDF.type, FOAF.Agent))
    graph.add((node, FOAF.name, Literal(creator["name"])))
    ror = creator.get("ror")
    if creator.get("affiliation") or ror:
        home = CleanedURIRef(ror) if ror else BNode()
        graph.add((node, URIRef("http://www.w3.org/ns/org#memberOf"), home))
        graph.add((home, RDF.type, FOAF.Organization))
        if creator.get("affiliation"):
            graph.add((home, FOAF.name, Literal(creator["affiliation"])))
    return node


def add_provider(graph: Graph, dataset: Mapping[str, Any], node: URIRef) -> None:
    """Add the kind of the publisher, and as provenance how far the municipality answers for it."""
    type_ = PUBLISHER_TYPES.get(str(dataset.get("kanazawa_provider_kind") or ""))
    if type_:
        code, name = type_
        kind = CleanedURIRef(PUBLISHER_TYPE + code)
        for publisher in graph.objects(node, DCT.publisher):
            graph.set((publisher, DCT.type, kind))
        graph.add((kind, RDF.type, SKOS.Concept))
        # DCAT-AP wants a name of each concept that a catalogue uses.
        graph.add((kind, SKOS.prefLabel, Literal(name, lang="en")))
    found = load_choices("verifications").get(str(dataset.get("kanazawa_verification") or ""))
    if found:
        statement = BNode()
        graph.add((node, DCT.provenance, statement))
        graph.add((statement, RDF.type, DCT.ProvenanceStatement))
        for language, text in found.label.items():
            graph.add((statement, RDFS.label, Literal(text, lang=language)))
