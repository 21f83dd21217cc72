"""What DCAT-AP 3 asks of the catalogue and ckanext-dcat does not write.

Loaded by ckanext-dcat as the RDF profile `kanazawa_catalog`, after `euro_dcat_ap_3`.

Source: DCAT-AP 3.0.1, Catalogue (title, description and publisher mandatory), and the class
ranges of its SHACL shapes, which look for the type of a node in the data itself.
"""

from __future__ import annotations

import re
from typing import Any

import ckan.plugins.toolkit as tk
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

# The type checker sees our own `ckanext` folder only, not the namespace it is part of.
from ckanext.dcat.profiles import RDFProfile  # pyright: ignore[reportMissingImports]
from ckanext.dcat.profiles.base import (  # pyright: ignore[reportMissingImports]
    ADMS,
    DCAT,
    DCT,
    FOAF,
    RDF,
    RDFS,
    SKOS,
    VCARD,
    CleanedURIRef,
)
from ckanext.dcat.utils import resource_uri  # pyright: ignore[reportMissingImports]
from ckanext.kanazawa import config
from ckanext.kanazawa.rdf_research import add_provider, add_research

# A namespace is a text, and `DCT.format` would be the text's own method.
DCT_FORMAT = DCT["format"]
LANGUAGES = {
    "ja": "http://publications.europa.eu/resource/authority/language/JPN",
    "en": "http://publications.europa.eu/resource/authority/language/ENG",
}
DATA_THEME = "http://publications.europa.eu/resource/authority/data-theme"
# Names of the data themes (EU Publications Office, authority table "data-theme").
THEME_LABELS = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}
# Property → class of what it points at.
RANGES = (
    (FOAF.homepage, FOAF.Document),
    (FOAF.page, FOAF.Document),
    (DCAT.landingPage, FOAF.Document),
    (DCT.language, DCT.LinguisticSystem),
    (DCT.license, DCT.LicenseDocument),
    (DCT.conformsTo, DCT.Standard),
    (DCT.accrualPeriodicity, DCT.Frequency),
    (DCT_FORMAT, DCT.MediaTypeOrExtent),
    (DCAT.mediaType, DCT.MediaType),
    (DCAT.contactPoint, VCARD.Kind),
    (DCAT.theme, SKOS.Concept),
    (ADMS.status, SKOS.Concept),
)


# ckanext-dcat gives every licence the type "UnknownIPR" of this list.
LICENCE_TYPES = "http://purl.org/adms/licencetype/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
# Formats as CKAN writes them → codes of the EU authority table "file-type".
FILE_TYPES = {
    "CSV": "CSV",
    "DOCX": "DOCX",
    "GEOJSON": "GEOJSON",
    "HTML": "HTML",
    "JPEG": "JPEG",
    "JSON": "JSON",
    "KML": "KML",
    "PDF": "PDF",
    "PNG": "PNG",
    "RDF": "RDF",
    "SHP": "SHP",
    "TSV": "TSV",
    "TXT": "TXT",
    "XLS": "XLS",
    "XLSX": "XLSX",
    "XML": "XML",
    "ZIP": "ZIP",
}
MEDIA_TYPE_PATTERN = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"


class CatalogProfile(RDFProfile):
    """Completes the graph that `euro_dcat_ap_3` has made."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Type the nodes that a dataset points at; name its themes and formats.

        Args:
            dataset_dict: as `package_show` gives it.
            dataset_ref: the dataset's node.
        """
        self._add_downloads(dataset_dict)
        add_research(self.g, dataset_dict, dataset_ref)
        add_provider(self.g, dataset_dict, dataset_ref)
        distributions = list(self.g.objects(dataset_ref, DCAT.distribution))
        for distribution in distributions:
            self._name_format(distribution)
            self._name_media_type(distribution)
        publishers = self.g.objects(dataset_ref, DCT.publisher)
        for node in [dataset_ref, *distributions, *publishers]:
            self._type_neighbours(node)
        self._label_themes(dataset_ref)

    def graph_from_catalog(self, catalog_dict: dict[str, Any], catalog_ref: URIRef) -> None:
        """Add publisher, languages and the language of the catalogue's own texts.

        Args:
            catalog_dict: unused; the facts are in the configuration.
            catalog_ref: the catalogue's node.
        """
        for predicate in (DCT.title, DCT.description):
            for text in list(self.g.objects(catalog_ref, predicate)):
                self.g.set((catalog_ref, predicate, Literal(str(text), lang="ja")))
        self.g.remove((catalog_ref, DCT.language, None))
        for language in tk.config["ckan.locales_offered"] or ["ja"]:
            if language in LANGUAGES:
                self.g.add((catalog_ref, DCT.language, URIRef(LANGUAGES[language])))
        publisher = URIRef(config.publisher_url())
        self.g.add((catalog_ref, DCT.publisher, publisher))
        self.g.add((publisher, RDF.type, FOAF.Agent))
        self.g.add((publisher, FOAF.name, Literal(config.publisher_name(), lang="ja")))
        self._type_neighbours(catalog_ref)

    def _add_downloads(self, dataset_dict: dict[str, Any]) -> None:
        """Add `dcat:downloadURL` of stored files, which ckanext-dcat calls accessURL only."""
        for resource in dataset_dict.get("resources", []):
            if resource.get("url_type") == "upload":
                distribution = URIRef(resource_uri(resource))
                self.g.add((distribution, DCAT.downloadURL, CleanedURIRef(resource["url"])))

    def _type_neighbours(self, subject: Node) -> None:
        """Give the nodes around one node the classes that the shapes look for."""
        for predicate, kind in RANGES:
            for node in list(self.g.objects(subject, predicate)):
                if isinstance(node, Literal):
                    continue
                self.g.add((node, RDF.type, kind))
                if kind == DCT.LicenseDocument:
                    self.g.remove((node, DCT.type, URIRef(f"{LICENCE_TYPES}UnknownIPR")))

    def _name_format(self, distribution: Node) -> None:
        """Turn the format's name into a node that carries it as its label."""
        for name in list(self.g.objects(distribution, DCT_FORMAT)):
            if isinstance(name, Literal):
                code = FILE_TYPES.get(str(name).upper())
                node = URIRef(FILE_TYPE + code) if code else BNode()
                self.g.remove((distribution, DCT_FORMAT, name))
                self.g.add((distribution, DCT_FORMAT, node))
                self.g.add((node, RDFS.label, name))

    def _name_media_type(self, distribution: Node) -> None:
        """Turn a media type into its address at IANA; drop what is none."""
        for name in list(self.g.objects(distribution, DCAT.mediaType)):
            if isinstance(name, Literal):
                self.g.remove((distribution, DCAT.mediaType, name))
                if MEDIA_TYPE_PATTERN.fullmatch(str(name)):
                    self.g.add((distribution, DCAT.mediaType, URIRef(MEDIA_TYPE + str(name))))

    def _label_themes(self, dataset_ref: Node) -> None:
        for node in set(self.g.objects(dataset_ref, DCAT.theme)):
            base, _sign, code = str(node).rpartition("/")
            if base == DATA_THEME and code in THEME_LABELS:
                self.g.add((node, SKOS.prefLabel, Literal(THEME_LABELS[code], lang="en")))
