"""The options of every command, as data: parsing, help and documents are made from them."""

from __future__ import annotations

from dataclasses import dataclass

FORMS = ("csv", "xlsx", "geojson", "json", "jsonl", "parquet")
OUTPUT_ENCODINGS = ("utf-8-sig", "utf-8", "cp932")
FAMILIES = ("national", "ishikawa", "garbage5374")


@dataclass(frozen=True)
class Option:
    """One option, or an argument without a name.

    Attributes:
        flags: "-o", "--output"; () for an argument that stands alone.
        key: its help is the text `option.<key>`.
        word: key of the text that stands for its value in the help; None for a switch.
        dest: attribute of the parsed options; by default made from the last flag.
        choices: the values it takes.
        default: value without it.
        number: the value is a whole number.
        many: it may be repeated, or several arguments may be given.
        optional: an argument that may be left out.
    """

    flags: tuple[str, ...]
    key: str
    word: str | None = None
    dest: str | None = None
    choices: tuple[str, ...] = ()
    default: str | int | None = None
    number: bool = False
    many: bool = False
    optional: bool = False

    @property
    def name(self) -> str:
        """Return the attribute of the parsed options it fills."""
        return self.dest or self.flags[-1].lstrip("-").replace("-", "_")


@dataclass(frozen=True)
class Group:
    """Options under one heading of the help (the text `group.<key>`)."""

    key: str
    options: tuple[Option, ...]


FILES = Option((), "files", "files", dest="files", many=True)
JSON = Option(("--json",), "json")
CSV = Option(("--csv",), "csv")
FORCE = Option(("--force",), "force")
OUTPUT = Option(("-o", "--output"), "output", "place")
REPORT_OUTPUT = Option(("-o", "--output"), "report_output", "file")
FAMILY = Option(("--family",), "family", "name", choices=FAMILIES)
MUNICIPALITY = Option(("--municipality",), "municipality", "code")
MAPPING = Option(("--mapping",), "mapping", "file")
SHIFT_FROM = Option(("--shift-from",), "shift_from", "letter")
LIMIT = Option(("--limit",), "limit", "number", number=True, default=100)
CHANGES_LIMIT = Option(("--limit",), "changes_limit", "number", number=True)
EXAMPLES = Option(("--examples",), "examples", "number", number=True, default=3)

READING = Group(
    "reading",
    (
        Option(("--name",), "name", "name"),
        Option(("--sheet",), "sheet", "name"),
        Option(("--source-encoding",), "source_encoding", "encoding"),
        Option(("--delimiter",), "delimiter", "delimiter"),
        Option(("--header-row",), "header_row", "row", number=True),
    ),
)
OVERRULING = Group(
    "overruling",
    (
        Option(("--format",), "format", "format"),
        Option(("--version",), "version", "version"),
        FAMILY,
        MAPPING,
    ),
)
COMMON = Group(
    "common",
    (
        Option(("--lang",), "lang", "language", choices=("ja", "en")),
        Option(("--debug",), "debug"),
        Option(("-h", "--help"), "help"),
    ),
)
PROGRESS = (Option(("--progress",), "progress"), Option(("-q", "--quiet"), "quiet"))
