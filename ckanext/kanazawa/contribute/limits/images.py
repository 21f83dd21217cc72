"""Look at images before anything decodes them: what they are, and how many pixels they hold."""

from __future__ import annotations

import warnings
from typing import IO

import ckan.plugins.toolkit as tk
from PIL import Image, UnidentifiedImageError

FORMATS = {
    "png": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "tif": "TIFF",
    "tiff": "TIFF",
    "webp": "WEBP",
}


def image_problem(stream: IO[bytes], ending: str, most_pixels: int) -> str | None:
    """Say what is wrong with an image; None for nothing. Only its head is read.

    Args:
        stream: the whole file, seekable.
        ending: of its name.
        most_pixels: width times height it may have.
    """
    broken = tk._("The image is damaged, or not of the kind “.{ending}”.").format(ending=ending)
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow warns, or refuses, by a limit of its own; ours is told in plain words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream, formats=[FORMATS[ending]]) as image:
                width, height = image.size
    except Image.DecompressionBombError:
        return _too_many(most_pixels)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return broken
    return _too_many(most_pixels) if width * height > most_pixels else None


def _too_many(most: int) -> str:
    message = tk._("The image has too many pixels: at most {number} million are possible.")
    return message.format(number=most // 1_000_000)
