"""Write pictures anew: only their pixels go over, nothing of what a camera or program noted.

Position, time, serial number and owner of a camera, comments, thumbnails of what was cut off,
and bytes behind the end of the picture stay behind. How it is turned is applied before.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

# Ending of a name → the one decoder that is tried; Pillow has many more, rarely looked at.
FORMATS = {
    "png": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "tif": "TIFF",
    "tiff": "TIFF",
    "webp": "WEBP",
}
# GeoTIFF: where a map lies is what it says, unlike the place where somebody stood with a camera.
# Source: OGC 19-008r4 GeoTIFF 1.1, section 7.1.2 and 7.3.
GEO_TAGS = (33550, 33922, 34264, 34735, 34736, 34737)
GEO_KEYS = 34735
LONGEST_SIDE = 1600
QUALITY = 92
# Fits what any browser shows, and a decoder that is turned against us stops at.
PREVIEW_PIXELS = 25_000_000
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError)


class ImageError(Exception):
    """A picture cannot be used.

    Attributes:
        code: "broken", "too-large" (more pixels than may be), or "several" (pages, or moving).
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@contextmanager
def opened(stream: IO[bytes], ending: str, most_pixels: int) -> Iterator[Image.Image]:
    """Give a picture of which only the head was read, once it is known to be small enough.

    Args:
        stream: the whole file, seekable.
        ending: of its name, a key of `FORMATS`.
        most_pixels: width times height it may have.

    Raises:
        ImageError: it is too large, has several pages, or cannot be decoded (also later, while
            the block works with it).
    """
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow warns, or refuses, by a limit of its own; ours is told in plain words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream, formats=[FORMATS[ending]]) as image:
                if image.width * image.height > most_pixels:
                    raise ImageError("too-large")
                # Telephones keep a second picture in a JPEG: the first is what people see.
                if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
                    raise ImageError("several")
                yield image
    except Image.DecompressionBombError as error:
        raise ImageError("too-large") from error
    except _BROKEN as error:
        raise ImageError("broken") from error


def decode(stream: IO[bytes], ending: str, most_pixels: int) -> None:
    """Look whether a picture can be decoded to its last line.

    Raises:
        ImageError: see `opened`.
    """
    with opened(stream, ending, most_pixels) as image:
        image.load()


def written_anew(stream: IO[bytes], ending: str, most_pixels: int, target: IO[bytes]) -> None:
    """Write a picture in its own format, in full size, without anything but its pixels.

    Args:
        stream, ending, most_pixels: see `opened`.
        target: where it goes.

    Raises:
        ImageError: see `opened`.
    """
    with opened(stream, ending, most_pixels) as image:
        format = FORMATS[ending]
        options: dict[str, Any] = {"quality": QUALITY} if format in ("JPEG", "WEBP") else {}
        if format == "TIFF":
            options = {"compression": "tiff_deflate", "tiffinfo": _geography(image)}
        plain = _plain(image, turns=not options.get("tiffinfo"))
        if format == "JPEG" and plain.mode not in ("L", "RGB"):
            plain = plain.convert("RGB")
        plain.save(target, format, **options)


def preview(stream: IO[bytes], ending: str, most_pixels: int = PREVIEW_PIXELS) -> bytes:
    """Return a picture as a JPEG that fits a screen, on white where it is transparent.

    Raises:
        ImageError: see `opened`.
    """
    with opened(stream, ending, most_pixels) as image:
        # A JPEG is decoded smaller at once.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        plain = _plain(image)
        plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        if plain.mode.startswith("I") or plain.mode == "F":
            plain = ImageOps.autocontrast(_to_grey(plain))
        seen = plain.convert("RGBA")
        page = Image.new("RGB", seen.size, "white")
        page.paste(seen, mask=seen.getchannel("A"))
        made = BytesIO()
        page.save(made, "JPEG", quality=85)
        return made.getvalue()


def _plain(image: Image.Image, *, turns: bool = True) -> Image.Image:
    """Return the pixels alone, turned as they are seen, with colours as any screen shows them."""
    profile = image.info.get("icc_profile")
    transparency = image.info.get("transparency")
    turned = ImageOps.exif_transpose(image) if turns else image.copy()
    plain = _in_usual_colours(turned.copy(), profile)
    plain.info.clear()
    if transparency is not None and plain.mode == turned.mode:
        plain.info["transparency"] = transparency
    return plain


def _in_usual_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in sRGB: the profile, in which programs leave names, does not go over."""
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        usual = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), usual, outputMode=mode
        )
    except (ImageCms.PyCMSError, *_BROKEN):
        return image
    return made or image


def _geography(image: Image.Image) -> dict[int, Any]:
    """Return where on the map a GeoTIFF lies; {} for other pictures."""
    tags: Any = getattr(image, "tag_v2", {})
    if GEO_KEYS not in tags:
        return {}
    return {tag: tags[tag] for tag in GEO_TAGS if tag in tags}


def _to_grey(image: Image.Image) -> Image.Image:
    """Return heights or other large numbers as grey, from the smallest to the largest."""
    plain = image.convert("F")
    low, high = plain.getextrema()
    span = (high - low) or 1.0  # pyright: ignore[reportOperatorIssue]
    return plain.point(lambda value: (value - low) * (255.0 / span)).convert("L")  # pyright: ignore[reportOperatorIssue, reportUnknownLambdaType]
