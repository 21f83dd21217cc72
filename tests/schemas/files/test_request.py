"""Bodies that are too large or cut off, sent to the real application."""

from __future__ import annotations

import io
import tempfile

import pytest

from ckanext.kanazawa.schemas.files.request import UploadSpool

from .conftest import act

MB = 1024**2
BOUNDARY = "boundary"
CREATE = "/en/api/3/action/resource_create"

pytestmark = [
    pytest.mark.ckan_config("ckan.max_resource_size", 1),
    pytest.mark.ckan_config("ckan.max_image_size", 1),
    pytest.mark.usefixtures("with_plugins", "clean_db", "storage_folder"),
]


def form(dataset_id: str, content: bytes) -> bytes:
    """Write a form with a file as a browser does."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="package_id"\r\n\r\n',
        f"{dataset_id}\r\n",
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="upload"; filename="大.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n",
    ]
    return "".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.fixture
def send(app, sysadmin_headers):
    """Return a function that posts raw bytes as a form."""

    def post(body: bytes, announced: int | None = None):
        environ = {} if announced is None else {"CONTENT_LENGTH": str(announced)}
        return app.post(
            CREATE,
            input_stream=io.BytesIO(body),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            headers=sysadmin_headers,
            environ_overrides=environ,
        )

    return post


class TestTooLarge:
    @pytest.mark.parametrize("size", [MB + 1, 3 * MB + 5])
    def test_file_over_the_limit_is_refused_with_the_limit(self, send, dataset, stored_files, size):
        response = send(form(dataset["id"], b"x" * size))
        assert response.status_code == 409
        message = response.json["error"]["upload"][0]
        assert message.startswith("The file 大.csv is too large. Up to 1 MB are possible")
        assert not stored_files()
        assert act("package_show", id=dataset["id"])["resources"] == []

    def test_file_of_exactly_the_limit_is_taken(self, send, dataset):
        response = send(form(dataset["id"], b"x" * MB))
        assert response.json["result"]["size"] == MB

    def test_announced_size_alone_is_enough_to_refuse(self, send, monkeypatch, dataset):
        """Nothing of a file is written down once the request says it is too large."""
        written = []
        spool_write = tempfile.SpooledTemporaryFile.write
        monkeypatch.setattr(
            tempfile.SpooledTemporaryFile,
            "write",
            lambda self, s: written.append(len(s)) or spool_write(self, s),
        )
        assert send(form(dataset["id"], b"x" * (3 * MB + 5))).status_code == 409
        assert not written

    def test_many_times_the_limit_is_not_even_read(self, send, dataset):
        response = send(form(dataset["id"], b""), announced=500 * MB)
        assert response.status_code == 413
        assert "up to 1 MB" in response.json["error"]["upload"][0]

    def test_body_of_unknown_length_stops_at_the_limit(self, app, sysadmin_headers, dataset):
        body = form(dataset["id"], b"x" * (2 * MB))
        response = app.post(
            CREATE,
            input_stream=io.BytesIO(body),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            headers={**sysadmin_headers, "Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        )
        assert response.status_code == 409
        assert "too large" in response.json["error"]["upload"][0]


class TestCutOff:
    def test_less_than_announced(self, send, dataset, stored_files):
        body = form(dataset["id"], b"a,b\n" * 100)
        response = send(body[:-200], announced=len(body))
        assert response.status_code == 400
        assert "cut off" in response.json["error"]["upload"][0]
        assert not stored_files()
        assert act("package_show", id=dataset["id"])["resources"] == []

    def test_end_of_the_form_is_missing(self, send, dataset, stored_files):
        response = send(form(dataset["id"], b"a,b\n" * 100)[:-60])
        assert response.status_code == 400
        assert "cut off" in response.json["error"]["upload"][0]
        assert not stored_files()


def test_spool_forgets_what_it_held_once_too_large():
    spool = UploadSpool(limit=10)
    spool.write(b"x" * 10)
    assert not spool.is_too_large
    spool.write(b"x")
    spool.seek(0)
    assert spool.is_too_large
    assert spool.read() == b""
