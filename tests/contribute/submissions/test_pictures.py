"""Pictures: refused where they are hostile, shown and published without what their files tell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import ckan.model as model
import pytest
from ckan.tests.helpers import call_action
from PIL import Image, PngImagePlugin

from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.lib.images.anew import ImageError, preview, written_anew
from ckanext.kanazawa.schemas.shared import Edition
from tests.contribute.published import again

OWNER = "撮影者 秘密".encode()
MOST = 1_000_000


def told() -> Image.Exif:
    """Return what a camera notes: its owner, where it was, and that it was held upright."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, OWNER.decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (36.0, 33.0, 40.0), "E", (136.0, 39.0, 23.0)
    return exif


def photograph(kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """Return a photograph, wider than high, that tells a lot besides its pixels."""
    target = BytesIO()
    Image.new(mode, (60, 40), 90).save(target, kind, exif=told(), **options)
    return target.getvalue() + OWNER  # and something behind its end


def anew(content: bytes, ending: str) -> bytes:
    """Return a picture written anew."""
    target = BytesIO()
    written_anew(BytesIO(content), ending, MOST, target)
    return target.getvalue()


class TestWrittenAnew:
    @pytest.mark.parametrize(
        ("ending", "kind", "mode"),
        [
            ("jpg", "JPEG", "RGB"),
            ("jpeg", "JPEG", "CMYK"),
            ("png", "PNG", "RGBA"),
            ("png", "PNG", "P"),
            ("png", "PNG", "I;16"),
            ("webp", "WEBP", "RGB"),
            ("tif", "TIFF", "F"),
        ],
    )
    def test_only_pixels_go_over(self, ending: str, kind: str, mode: str):
        made = anew(photograph(kind, mode), ending)
        with Image.open(BytesIO(made)) as image:
            assert image.format == kind and image.size == (40, 60)
            assert not image.getexif().get_ifd(0x8825)
        assert OWNER not in made
        with Image.open(BytesIO(preview(BytesIO(photograph(kind, mode)), ending))) as shown:
            assert (shown.format, shown.size) == ("JPEG", (40, 60)) and not shown.getexif()

    def test_texts_and_profiles_stay_behind(self):
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", OWNER.decode("latin-1"))
        made = anew(photograph("PNG", pnginfo=texts, icc_profile=b"no profile " + OWNER), "png")
        assert OWNER not in made and b"iCCP" not in made and b"tEXt" not in made

    def test_a_map_keeps_where_it_lies(self):
        tags = {33550: (1.0, 1.0, 0.0), 33922: (0.0,) * 6, 34735: (1, 1, 0, 0), 305: "秘密"}
        target = BytesIO()
        Image.new("F", (8, 8)).save(target, "TIFF", tiffinfo=tags)
        with Image.open(BytesIO(anew(target.getvalue(), "tif"))) as image:
            kept = dict(image.tag_v2)  # type: ignore[attr-defined]
        assert kept[33550] == (1.0, 1.0, 0.0) and 305 not in kept

    @pytest.mark.parametrize("code", ["broken", "too-large", "several"])
    def test_others_are_refused_by_name(self, code: str):
        pages = BytesIO()
        page = Image.new("L", (4, 4))
        page.save(pages, "TIFF", save_all=True, append_images=[page])
        contents = {
            "broken": (photograph()[:-400], "jpg", MOST),
            "too-large": (photograph(), "jpg", 2399),
            "several": (pages.getvalue(), "tif", MOST),
        }
        content, ending, most = contents[code]
        with pytest.raises(ImageError) as refused:
            written_anew(BytesIO(content), ending, most, BytesIO())
        assert refused.value.code == code


@pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")
class TestPictures:
    def test_one_is_published_without_what_it_told(self, approved: Callable[..., Any], app: Any):
        submission = approved(files=[(photograph(), "写真.jpg", {})])
        publish(submission.id)
        shown = call_action("package_show", id=again(submission).dataset_id)
        [resource] = shown["resources"]
        content = app.get(resource["url"].split("test.ckan.net")[-1]).data
        with Image.open(BytesIO(content)) as image:
            assert image.size == (40, 60) and not image.getexif()
        assert OWNER not in content and resource["kanazawa_filename"] == "写真.jpg"
        edition = Edition.newest(resource["id"])
        assert edition is not None and edition.sha256 == hashlib.sha256(content).hexdigest()

    def test_its_author_and_reviewers_see_it_before_nobody_else(
        self,
        app: Any,
        call: Callable[..., Any],
        person: dict[str, Any],
        steward: dict[str, Any],
        other_steward: dict[str, Any],
        draft: dict[str, Any],
    ):
        upload = (photograph(), "写真.jpg")
        _, entry = call("submission_file_add", person, id=draft["id"], upload=upload)
        call("submission_submit", person, id=draft["id"])
        path = f"/contribute/submissions/{draft['id']}/files/{entry['key']}/picture"
        for reader, expected in ((person, 200), (steward, 200), (other_steward, 404), (None, 404)):
            headers = {"Authorization": reader["token"]} if reader else {}
            answer = app.get(path, headers=headers, expect_errors=True)
            assert answer.status_code == expected
            if expected == 200:
                assert answer.mimetype == "image/jpeg" and OWNER not in answer.data
                assert "no-store" in answer.headers["Cache-Control"]
        table = draft["files"][0]["key"]
        other = path.replace(entry["key"], table)
        headers = {"Authorization": person["token"]}
        assert app.get(other, headers=headers, expect_errors=True).status_code == 404
        for page in (f"/contribute/submissions/{draft['id']}", f"/review/{draft['id']}"):
            reader = person if "contribute" in page else steward
            shown = app.get(page, headers={"Authorization": reader["token"]})
            assert path in shown.body
        model.Session.rollback()
