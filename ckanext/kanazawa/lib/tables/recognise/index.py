"""Every way a heading of any format may be written, in one table that is made once."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version
from ckanext.kanazawa.lib.tables.recognise.spelling import loose_key, variant_key
from ckanext.kanazawa.lib.yamltext import read_yaml

# How a heading was understood → how much that counts, the surest first.
QUALITY: Mapping[str, float] = {
    "name": 1.0,
    "alias": 0.97,
    "variant": 0.97,
    "english": 0.95,
    "physical": 0.95,
    "former": 0.6,
    "newer": 0.6,
    "synonym": 0.8,
    "part": 0.7,
    "similar": 0.85,
    "position": 0.5,
    "content": 0.4,
}
RANK: Mapping[str, int] = {how: rank for rank, how in enumerate(QUALITY)}
# Text, how it is meant, position of the field, and whether the column is the whole field.
Spelling = tuple[str, str, int, bool]
# What the many formats share tells little about which it is; what none shares tells all.
LEAST_WEIGHT = 0.05


@dataclass(frozen=True)
class Meaning:
    """What a heading may mean in one version of a format.

    Attributes:
        entry: number of the version in `Index.entries`.
        field: position of the field in it.
        how: key of QUALITY.
        whole: False where the column is only a part of the field, or holds several, as an
            older version's columns may: it counts as evidence, but is not that field.
    """

    entry: int
    field: int
    how: str
    whole: bool = True


@dataclass(frozen=True)
class Entry:
    """One version of a format.

    Attributes:
        weights: per field, how much its heading tells, from LEAST_WEIGHT to 1.
        keys: per field, the loose key of its heading.
    """

    format: Format
    version: Version
    weights: tuple[float, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """Every known heading.

    Attributes:
        entries: all versions of all formats that have columns.
        exact: heading as written → what it may mean.
        variants: `variant_key` → what it may mean.
        loose: `loose_key` → what it may mean.
        formats: `loose_key` → number of formats it may belong to.
        number: of formats.
    """

    entries: tuple[Entry, ...]
    exact: Mapping[str, tuple[Meaning, ...]]
    variants: Mapping[str, tuple[Meaning, ...]]
    loose: Mapping[str, tuple[Meaning, ...]]
    formats: Mapping[str, int]
    number: int

    def meanings(self, heading: str) -> Iterator[Meaning]:
        """Return all that a heading may mean, the surest ways of writing first."""
        yield from self.exact.get(heading, ())
        yield from self.variants.get(variant_key(heading), ())
        yield from self.loose.get(loose_key(heading), ())

    def knows(self, heading: str) -> bool:
        """Say whether some format has this heading, in whatever writing."""
        return loose_key(heading) in self.loose

    def weight(self, heading: str) -> float:
        """Return how much a heading tells: 1 where one format has it, little where all do."""
        return _weight(self.formats.get(loose_key(heading), 1), self.number)


def _weight(formats: int, number: int) -> float:
    return max(LEAST_WEIGHT, math.log(number / max(1, formats)) / math.log(number))


@cache
def index() -> Index:
    """Make the table of all headings."""
    formats = [found for found in load_formats().values() if found.current.fields]
    versions = [(found, version) for found in formats for version in found.versions]
    spellings = [list(_spellings(found, version)) for found, version in versions]
    spread = _spread(versions, spellings)
    exact: defaultdict[str, list[Meaning]] = defaultdict(list)
    variants: defaultdict[str, list[Meaning]] = defaultdict(list)
    loose: defaultdict[str, list[Meaning]] = defaultdict(list)
    for number, texts in enumerate(spellings):
        for text, how, field, whole in texts:
            exact[text].append(Meaning(number, field, how, whole))
            shown = "variant" if how in ("name", "alias") else how
            variants[variant_key(text)].append(Meaning(number, field, shown, whole))
            loose[loose_key(text)].append(Meaning(number, field, shown, whole))
    entries = tuple(_entry(*version, spread, len(formats)) for version in versions)
    tables = (_frozen(exact), _frozen(variants), _frozen(loose))
    return Index(entries, *tables, spread, len(formats))


def _frozen(found: Mapping[str, list[Meaning]]) -> dict[str, tuple[Meaning, ...]]:
    return {
        key: tuple(sorted(dict.fromkeys(meanings), key=lambda meaning: RANK[meaning.how]))
        for key, meanings in found.items()
    }


def _spread(
    versions: Sequence[tuple[Format, Version]], spellings: Sequence[Sequence[Spelling]]
) -> dict[str, int]:
    """Return loose key → number of formats it may belong to.

    A format that was made out of another one does not make its headings more common.
    """
    spread: defaultdict[str, set[str]] = defaultdict(set)
    for (found, _), texts in zip(versions, spellings, strict=True):
        for text, *_ in texts:
            spread[loose_key(text)].add("" if found.tie else found.id)
    return {key: len(ids - {""}) for key, ids in spread.items()}


def _entry(found: Format, version: Version, spread: Mapping[str, int], number: int) -> Entry:
    keys = tuple(loose_key(field.name) for field in version.fields)
    return Entry(found, version, tuple(_weight(spread[key], number) for key in keys), keys)


def _spellings(found: Format, version: Version) -> Iterator[Spelling]:
    """Return text, how, position of the field, and whether the column is the whole field."""
    others = synonyms()
    prefix = _common_prefix(version)
    for number, field in enumerate(version.fields):
        yield field.name, "name", number, True
        for alias in field.aliases:
            yield alias, "alias", number, True
        if field.physical_name:
            yield field.physical_name, "physical", number, True
        for english in (field.name_en, field.title["en"]):
            yield english, "english", number, True
        for word in others.get(field.name, ()):
            yield word, "english" if word.isascii() else "synonym", number, True
        if prefix and field.name.startswith(prefix):
            yield field.name.removeprefix(prefix), "part", number, True
        elif "_" in field.name and field.kind == "flag":
            yield field.name.split("_", 1)[1], "part", number, True
    yield from _of_other_versions(found, version)


def _common_prefix(version: Version) -> str:
    """Return what most headings of a version begin with ("投票所_"), "" where nothing."""
    prefixes = Counter(
        field.name.split("_", 1)[0] + "_" for field in version.fields if "_" in field.name
    )
    most = prefixes.most_common(1)
    return most[0][0] if most and most[0][1] * 2 > len(version.fields) else ""


def _of_other_versions(found: Format, version: Version) -> Iterator[Spelling]:
    names = {field.name: number for number, field in enumerate(version.fields)}
    if version is found.current:
        for former, news in found.former.items():
            whole = len(news) == 1 and not _is_part(found, former)
            for new in news:
                yield former, "former", names[new], whole
        return
    current: Mapping[str, Field] = {field.name: field for field in found.current.fields}
    for number, field in enumerate(version.fields):
        heir = current.get(field.equals or "")
        if heir is not None and heir.name not in names:
            yield heir.name, "newer", number, True


def _is_part(found: Format, former: str) -> bool:
    fields = (version.field(former) for version in found.versions[1:])
    return any(field is not None and field.equals is None for field in fields)


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Return official heading → other words for it that files use."""
    path = resources.files("ckanext.kanazawa.definitions") / "tables" / "synonyms.yaml"
    document = read_yaml(path.read_text(encoding="utf-8"))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in document["synonyms"]:
        for heading in entry["headings"]:
            found[heading].extend(entry["words"])
    return {heading: tuple(words) for heading, words in found.items()}
