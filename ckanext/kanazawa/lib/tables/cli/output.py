"""Writing results: whole or not at all, and never over something unasked."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ckanext.kanazawa.lib.tables.cli.failures import Exists, Unwritable, Usage

STDOUT = "-"
# What file systems refuse in names, ours and those of colleagues' machines.
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def safe_name(text: str) -> str:
    """Return a text, such as the name of a sheet, as a part of a file name."""
    return UNSAFE.sub("_", text).strip(" .")[:80] or "_"


def is_folder(output: str) -> bool:
    """Say whether -o names a folder: one that is there, or a name that ends in a slash."""
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def place(output: str | None, name: str, folder: Path, *, several: bool) -> Path:
    """Return where a result goes.

    Args:
        output: value of -o, if any; not "-".
        name: file name by default.
        folder: where it goes by default, beside the original.
        several: the command has more than one result.

    Raises:
        Usage: several results were to go into one file.
        Unwritable: the folder cannot be made.
    """
    if output is None:
        return folder / name
    if is_folder(output):
        with as_unwritable(Path(output)):
            Path(output).mkdir(parents=True, exist_ok=True)
        return Path(output) / name
    if several:
        raise Usage("one_output", output=output)
    return Path(output)


@contextmanager
def written(target: Path, *, force: bool, original: Path | None = None) -> Iterator[Path]:
    """Yield a fresh path to write to, which becomes the target once all went well.

    Whatever ends the block before (Ctrl-C too), nothing is left behind.

    Args:
        target: where the result goes. A pipe or device, such as /dev/null, is written to as
            it is.
        force: replace a file that is there.
        original: what the result is made from; never replaced.

    Raises:
        Exists: the target is there already.
        Usage: the target is the original itself.
        Unwritable: the system refuses.
    """
    if target.exists() and not target.is_file():
        with as_unwritable(target):
            yield target
        return
    refuse(target, force=force, original=original)
    fresh = target.parent / f".kanazawa-table-{secrets.token_hex(6)}.part"
    try:
        with as_unwritable(target):
            yield fresh
            _commit(fresh, target, force)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def refuse(target: Path, *, force: bool, original: Path | None = None) -> None:
    """Make sure a target may be written, before the work begins.

    Raises:
        Exists: the target is there already.
        Usage: the target is the original itself.
    """
    if original is not None and target.exists() and target.samefile(original):
        raise Usage("same_file", file=str(target))
    if not force and os.path.lexists(target):
        raise Exists("exists", file=str(target))


def _commit(fresh: Path, target: Path, force: bool) -> None:
    if force:
        os.replace(fresh, target)
        return
    try:
        # Fails where somebody made the target meanwhile; replacing would not.
        os.link(fresh, target)
    except FileExistsError:
        raise Exists("exists", file=str(target)) from None
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise Exists("exists", file=str(target)) from None
        os.replace(fresh, target)


@contextmanager
def as_unwritable(target: Path) -> Iterator[None]:
    """Turn what the system says about writing into our own failure."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritable("unwritable", file=str(target), reason=reason_of(error)) from error


def reason_of(error: OSError) -> dict[str, str]:
    """Return what the system says, in both languages as far as we know it."""
    # Here, since it brings polars, which listing the formats does without.
    from ckanext.kanazawa.lib.tables.write.target import REASONS

    said = error.strerror or type(error).__name__
    return REASONS.get(error.errno or 0, {"ja": said, "en": said})
