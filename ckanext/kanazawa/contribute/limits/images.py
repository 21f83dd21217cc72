"""Look at images: what they are and how many pixels they hold, then whether they can be decoded."""

from __future__ import annotations

from typing import IO

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.images.anew import ImageError, decode


def image_problem(stream: IO[bytes], ending: str, most_pixels: int) -> str | None:
    """Say what is wrong with an image; None for nothing.

    Only one of which the head says that it is small enough is decoded at all.

    Args:
        stream: the whole file, seekable.
        ending: of its name.
        most_pixels: width times height it may have.
    """
    try:
        decode(stream, ending, most_pixels)
    except ImageError as error:
        return _text(error.code, ending, most_pixels)
    return None


def _text(code: str, ending: str, most: int) -> str:
    if code == "too-large":
        message = tk._("The image has too many pixels: at most {number} million are possible.")
        return message.format(number=most // 1_000_000)
    if code == "several":
        return tk._(
            "The image moves, or has several pages. Send each picture as a file of its own."
        )
    return tk._("The image is damaged, or not of the kind “.{ending}”.").format(ending=ending)
