"""What DCAT-AP 3 asks of the catalogue and ckanext-dcat does not write.

Loaded by ckanext-dcat as the RDF profile `kanazawa_catalog`, after `euro_dcat_ap_3`.

Source: DCAT-AP 3.0.1, Catalogue (title, description and publisher mandatory), and the class
ranges of its SHACL shapes, which look for the type of a node in the data itself.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from rdflib import Literal, URIRef

# The type checker sees our own `ckanext` folder only, not the namespace it is part of.
from ckanext.dcat.profiles import RDFProfile  # pyright: ignore[reportMissingImports]
from ckanext.dcat.profiles.base import (  # pyright: ignore[reportMissingImports]
    ADMS,
    DCAT,
    DCT,
    FOAF,
    RDF,
    SKOS,
    VCARD,
)
from ckanext.kanazawa import config

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
    "OP_DATPRO": "Provisional data",
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
    (DCT.format, DCT.MediaTypeOrExtent),
    (DCAT.mediaType, DCT.MediaType),
    (DCAT.contactPoint, VCARD.Kind),
    (DCAT.theme, SKOS.Concept),
    (ADMS.status, SKOS.Concept),
)


class CatalogProfile(RDFProfile):
    """Completes the graph that `euro_dcat_ap_3` has made."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Type the nodes that a dataset points at; name its themes.

        Args:
            dataset_dict: as `package_show` gives it.
            dataset_ref: the dataset's node.
        """
        self._type_nodes()
        self._label_themes()

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
        self._type_nodes()

    def _type_nodes(self) -> None:
        for predicate, kind in RANGES:
            for node in set(self.g.objects(None, predicate)):
                if not isinstance(node, Literal):
                    self.g.add((node, RDF.type, kind))

    def _label_themes(self) -> None:
        for node in set(self.g.objects(None, DCAT.theme)):
            base, _sign, code = str(node).rpartition("/")
            if base == DATA_THEME and code in THEME_LABELS:
                self.g.add((node, SKOS.prefLabel, Literal(THEME_LABELS[code], lang="en")))
