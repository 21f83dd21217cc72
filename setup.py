"""Packaging: entry points, dependencies, and the two mapped folders.

`schemas/` and `i18n/` live at the top, where people look for data, and are
installed inside the package. Works in a wheel and in a plain editable install
(not with ``editable_mode=compat``).
"""

from pathlib import Path

from setuptools import find_namespace_packages, setup

HERE = Path(__file__).parent
VERSION = "0.1.0.dev0"


def requirements(name: str) -> list[str]:
    """Read the pinned ranges of one file, without comments and empty lines."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


setup(
    name="ckanext-kanazawa",
    version=VERSION,
    description="Open data portal suite for Kanazawa City and its neighbours, on CKAN 2.12",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="AGPL-3.0-or-later",
    python_requires=">=3.10",
    packages=[
        *find_namespace_packages(include=["ckanext.kanazawa", "ckanext.kanazawa.*"]),
        "ckanext.kanazawa.definitions",
        "ckanext.kanazawa.i18n",
    ],
    package_dir={
        "ckanext.kanazawa.definitions": "schemas",
        "ckanext.kanazawa.i18n": "i18n",
    },
    include_package_data=True,
    # The base install carries no CKAN: the table tools can be used alone.
    install_requires=requirements("requirements.txt"),
    extras_require={
        "portal": requirements("requirements-portal.txt"),
        "s3": requirements("requirements-s3.txt"),
        "test": requirements("requirements-test.txt"),
    },
    entry_points={
        "console_scripts": [
            "kanazawa-table = ckanext.kanazawa.lib.tables.cli:main",
        ],
        "ckan.plugins": [
            "kanazawa = ckanext.kanazawa.plugin:KanazawaPlugin",
            "kanazawa_schemas = ckanext.kanazawa.schemas.plugin:KanazawaSchemasPlugin",
            "kanazawa_contribute = ckanext.kanazawa.contribute.plugin:KanazawaContributePlugin",
            "kanazawa_search = ckanext.kanazawa.search.plugin:KanazawaSearchPlugin",
            "kanazawa_theme = ckanext.kanazawa.theme.plugin:KanazawaThemePlugin",
        ],
        "ckan.rdf.profiles": [
            "kanazawa_catalog = ckanext.kanazawa.rdf:CatalogProfile",
        ],
        "babel.extractors": [
            "ckan = ckan.lib.extract:extract_ckan",
        ],
    },
    message_extractors={
        "ckanext": [
            ("**.py", "python", None),
            ("**.js", "javascript", None),
            ("**/templates/**.html", "ckan", None),
        ],
    },
)
