"""Commands on many tables at once, part of `ckan kanazawa-schemas …`."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk
import click

from ckanext.kanazawa.schemas.tables.bulk.entry import entries
from ckanext.kanazawa.schemas.tables.bulk.files import FolderFiles
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tables.bulk.report import FORMS, counts, report_path, write_report
from ckanext.kanazawa.schemas.tables.bulk.run import Result, results
from ckanext.kanazawa.schemas.tables.bulk.sheet import NAMES, read_sheet
from ckanext.kanazawa.schemas.tables.bulk.steward import Steward
from ckanext.kanazawa.schemas.tables.bulk.template import template


@click.command("examine", short_help="Have tables examined again.")
@click.option("--organization", help="All tables of this organisation (id or name).")
@click.option("--all", "everything", is_flag=True, help="All tables of the portal.")
@click.argument("datasets", nargs=-1, metavar="[DATASET]…")
def examine(organization: str | None, everything: bool, datasets: tuple[str, ...]) -> None:
    """Have tables examined again by the worker: after an update of the table tools, say.

    Name an organisation, or --all, or datasets (ids or names).
    """
    if [bool(organization), everything, bool(datasets)].count(True) != 1:
        raise click.UsageError("Give one of: --organization NAME, --all, DATASET…")
    wanted = {"organization": organization, "all": everything, "datasets": list(datasets)}
    try:
        found = tk.get_action("kanazawa_schemas_tables_examine")({"user": _site_user()}, wanted)
    except tk.ObjectNotFound as error:
        raise click.UsageError("There is no such organisation or dataset.") from error
    click.echo(f"Waiting to be examined: {found['tables']} tables.")


@click.command("import", short_help="Make datasets of a folder of files and a sheet.")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--sheet",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Sheet (XLSX or CSV); otherwise datasets.xlsx or datasets.csv in the folder.",
)
@click.option("--organization", help="Provider of rows that name none (id or name).")
@click.option("--user", help="In whose name; otherwise the site's own user.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would happen.")
@click.option(
    "--template",
    "wanted",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write an empty sheet to this file (.xlsx or .csv) and end.",
)
@click.option("--force", is_flag=True, help="Let --template replace a file.")
def import_folder(
    folder: Path | None,
    sheet: Path | None,
    organization: str | None,
    user: str | None,
    dry_run: bool,
    wanted: Path | None,
    force: bool,
) -> None:
    """Make datasets of the files in FOLDER, as a sheet says.

    \b
    One row of the sheet is one file; rows with the same データセット_ID are one dataset. Each
    dataset is saved with its files or not at all. Run again, only what changed is changed.
    What became of each row is written beside the sheet (datasets.result.csv).

    Ends with 1 where a row was refused.
    """
    if wanted is not None:
        _write_template(wanted, folder, force)
        return
    if folder is None:
        raise click.UsageError("Name the folder, or --template FILE.")
    try:
        found = _found_sheet(folder, sheet)
        job = _Import(folder, found, Steward(user or _site_user(), organization), dry_run)
        job.run()
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.said['ja']}\n{refusal.said['en']}") from refusal
    if job.count("refused"):
        raise click.exceptions.Exit(1)


class _Import:
    """One run over a folder, which tells how far it is and leaves a report."""

    def __init__(self, folder: Path, sheet: Path, sink: Steward, dry_run: bool):
        self._folder, self._sheet, self._sink, self._dry_run = folder, sheet, sink, dry_run
        self._files = FolderFiles(folder)
        self._read = read_sheet(sheet, sheet.name)
        self._results: list[Result] = []

    def count(self, status: str) -> int:
        """Return how many rows ended so."""
        return counts(self._results)[status]

    def run(self) -> None:
        """Go through the sheet; the report is written also where it is stopped."""
        if self._read.unused:
            click.echo(f"Columns that mean nothing here: {', '.join(self._read.unused)}")
        wanted = entries(self._read.rows)
        path = report_path(self._sheet)
        try:
            found = results(wanted, self._files, self._sink, dry_run=self._dry_run)
            for number, rows in enumerate(found, start=1):
                self._results += rows
                self._tell(number, len(wanted), rows)
        finally:
            write_report(self._results, path)
        self._sum_up(path)

    def _tell(self, number: int, total: int, rows: list[Result]) -> None:
        first = rows[0]
        statuses = {row.status for row in rows}
        status = next(
            name for name in ("refused", "made", "changed", "unchanged") if name in statuses
        )
        click.echo(f"[{number}/{total}] {first.title}: {status} {first.dataset}".rstrip())
        for row in rows:
            if row.said:
                click.echo(f"  row {row.row}: {row.said['ja']}\n  row {row.row}: {row.said['en']}")
            elif row.changed and row.changed["en"]:
                click.echo(f"  row {row.row}: {row.changed['en']}")

    def _sum_up(self, path: Path) -> None:
        told = ", ".join(f"{status}: {number}" for status, number in counts(self._results).items())
        click.echo(f"{'Dry run, nothing was changed. ' if self._dry_run else ''}Rows {told}.")
        sheets = {self._sheet, path, *(self._folder / name for name in NAMES)}
        ours = {one.resolve() for sheet in sheets for one in (sheet, report_path(sheet))}
        left = self._files.besides({row.path for row in self._results}, ours)
        if left:
            more = " …" if len(left) > 20 else ""
            click.echo(f"Files in no row ({len(left)}): {', '.join(left[:20])}{more}")
        click.echo(f"{path}")


def _write_template(path: Path, folder: Path | None, force: bool) -> None:
    form = path.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise click.BadParameter("the file ends with .xlsx or .csv", param_hint="--template")
    if path.exists() and not force:
        raise click.ClickException(f"{path} is there already; --force replaces it.")
    names = FolderFiles(folder).names() if folder else []
    path.write_bytes(template(form, names))
    click.echo(f"{path}: {len(names)} files")


def _found_sheet(folder: Path, given: Path | None) -> Path:
    if given is not None:
        return given
    for name in NAMES:
        if (folder / name).is_file():
            return folder / name
    raise click.UsageError(
        f"There is no sheet in the folder ({', '.join(NAMES)}). Name it with --sheet; "
        f"--template writes an empty one."
    )


def _site_user() -> str:
    return tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
