"""The commands, each with its options, help and examples."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.cli import options as o
from ckanext.kanazawa.lib.tables.cli.options import Group, Option

PROGRAM = "kanazawa-table"


@dataclass(frozen=True)
class Command:
    """One sub-command. What it does is `run` of the module of its name in `commands/`.

    Attributes:
        name: as typed.
        arguments: what stands without an option's name.
        groups: its options, by headings of the help.
        examples: command lines, without the program's name.
    """

    name: str
    arguments: tuple[Option, ...]
    groups: tuple[Group, ...]
    examples: tuple[str, ...]

    @property
    def options(self) -> tuple[Option, ...]:
        """Return arguments and options of all groups."""
        return (*self.arguments, *(option for group in self.groups for option in group.options))


def _result(*options: Option) -> Group:
    return Group("result", (*options, *o.PROGRESS))


FORMATS = Command(
    "formats",
    (Option((), "format_shown", "format", dest="wanted", optional=True),),
    (
        Group(
            "what",
            (
                o.FAMILY,
                Option(("--version",), "shown_version", "version"),
                Option(("--schema",), "schema"),
                Option(("--dictionary",), "dictionary"),
            ),
        ),
        Group("result", (o.JSON, o.CSV, o.REPORT_OUTPUT, o.FORCE)),
        o.COMMON,
    ),
    (
        "formats",
        "formats public-toilet",
        "formats public-toilet --schema -o public-toilet.json",
        "formats public-toilet --dictionary --csv -o dictionary.csv",
    ),
)
TEMPLATE = Command(
    "template",
    (Option((), "format_wanted", "format", dest="wanted"),),
    (
        Group(
            "what",
            (
                Option(
                    ("--form",), "template_form", "form", choices=("csv", "xlsx"), default="csv"
                ),
                Option(("--municipality",), "template_municipality", "code"),
            ),
        ),
        Group("result", (Option(("-o", "--output"), "template_output", "place"), o.FORCE)),
        o.COMMON,
    ),
    ("template public-toilet --form xlsx --municipality 172014", "template aed -o aed.csv"),
)
RECOGNISE = Command(
    "recognise",
    (o.FILES,),
    (
        o.READING,
        o.OVERRULING,
        _result(o.JSON, o.CSV, o.REPORT_OUTPUT, o.FORCE),
        o.COMMON,
    ),
    ("recognise 172014_public_toilet.csv", "recognise data/ --json"),
)
CHECK = Command(
    "check",
    (o.FILES,),
    (
        o.READING,
        Group("overruling", (*o.OVERRULING.options, o.SHIFT_FROM, o.MUNICIPALITY)),
        Group(
            "what",
            (
                o.LIMIT,
                o.EXAMPLES,
                Option(
                    ("--near-duplicates",), "near_duplicates", "number", number=True, default=20_000
                ),
            ),
        ),
        _result(o.JSON, o.CSV, o.REPORT_OUTPUT, o.FORCE),
        o.COMMON,
    ),
    (
        "check 172014_public_toilet.csv",
        "check shelters.xlsx --sheet Sheet1 --format evacuation-space",
        "check data/ --csv -o findings.csv",
    ),
)
REPAIR = Command(
    "repair",
    (o.FILES,),
    (
        o.READING,
        Group("overruling", (*o.OVERRULING.options, o.SHIFT_FROM, o.MUNICIPALITY)),
        Group(
            "what",
            (
                Option(("--without",), "without", "name", many=True),
                Option(("--agree",), "agree", "name", many=True),
                Option(("--dry-run",), "dry_run"),
                o.CHANGES_LIMIT,
                o.EXAMPLES,
            ),
        ),
        _result(o.OUTPUT, o.FORCE, o.JSON, o.CSV),
        o.COMMON,
    ),
    (
        "repair 172014_public_toilet.csv",
        "repair 172014_public_toilet.csv --dry-run",
        "repair old.csv --without heading-spelling -o new.csv",
        "repair moved.csv --agree shift-columns --shift-from H",
    ),
)
CONVERT = Command(
    "convert",
    (o.FILES,),
    (
        o.READING,
        Group("overruling", (*o.OVERRULING.options, o.MUNICIPALITY)),
        Group(
            "what",
            (
                Option(("--to",), "to", "form", choices=o.FORMS),
                Option(("--as",), "as", "format_version", dest="target"),
                Option(
                    ("--encoding",),
                    "encoding",
                    "encoding",
                    choices=o.OUTPUT_ENCODINGS,
                ),
                Option(("--defuse",), "defuse"),
            ),
        ),
        _result(o.OUTPUT, o.FORCE, o.JSON),
        o.COMMON,
    ),
    (
        "convert toilets.csv --to geojson",
        "convert old_aed.csv --as aed",
        "convert facilities.xlsx --to csv --encoding cp932 -o out/",
        "convert mine.xlsx --mapping mine.yaml",
    ),
)
MAP = Command(
    "map",
    (o.FILES,),
    (
        o.READING,
        Group(
            "what",
            (
                Option(("--as",), "map_as", "format_version", dest="target"),
                o.FAMILY,
                Option(("--check",), "map_check", "file"),
            ),
        ),
        Group("result", (o.OUTPUT, o.FORCE, o.JSON)),
        o.COMMON,
    ),
    (
        "map mine.xlsx --as public-facility -o mine.yaml",
        "map mine.xlsx --check mine.yaml",
    ),
)
COMMANDS: dict[str, Command] = {
    command.name: command for command in (FORMATS, TEMPLATE, RECOGNISE, CHECK, REPAIR, CONVERT, MAP)
}
