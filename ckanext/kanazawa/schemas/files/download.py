"""Hand out the current edition of a resource under its own name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.lib import files, signals
from ckan.types import Response
from flask import Flask
from flask import Response as FlaskResponse
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from ckanext.kanazawa.responses import ask_each_time, keep_nowhere
from ckanext.kanazawa.schemas.model.edition import Edition

from .edition import StoredFile, stored_edition, stored_file
from .encoding import charset_of
from .storage import find_storage

CHUNK_BYTES = 1 << 18
ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(?:\d+\s*-\s*\d*|-\s*\d+)\s*", re.ASCII)


class StoredBytes:
    """The bytes of a stored file, read from any position and only when wanted."""

    def __init__(self, storage: Any, data: files.FileData) -> None:
        """Point at a stored file without opening it."""
        self.storage = storage
        self.data = data
        self.position = 0
        self.chunks: Iterator[bytes] | None = None
        self.opened: Any = None

    def seekable(self) -> bool:
        """Tell werkzeug that a range needs no reading from the start."""
        return True

    def seek(self, position: int) -> None:
        """Start at this byte."""
        self.position = position

    def tell(self) -> int:
        """Return the next byte's position."""
        return self.position

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.chunks is None:
            self.opened = open_at(self.storage, self.data, self.position)
            self.chunks = chunks_of(self.opened)
        chunk = next(self.chunks)
        self.position += len(chunk)
        return chunk

    def close(self) -> None:
        """Close the storage's stream, if it was opened."""
        if hasattr(self.opened, "close"):
            self.opened.close()


def open_at(storage: Any, data: files.FileData, position: int) -> Any:
    """Open a stored file at a position in the cheapest way its storage knows."""
    if not position:
        return storage.stream(data)
    if storage.supports(files.Capability.RANGE):
        return storage.range(data, position, None)
    stream = storage.stream(data)
    if hasattr(stream, "seek"):
        stream.seek(position)
        return stream
    return storage.range_synthetic(data, position, None)


def chunks_of(stream: Any) -> Iterator[bytes]:
    """Read a stream of a storage, be it a file or an iterable, in chunks."""
    if hasattr(stream, "read"):
        yield from iter(lambda: stream.read(CHUNK_BYTES), b"")
    else:
        yield from iterable_of(stream)


def iterable_of(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Leave out empty chunks, which would end a response early."""
    return (chunk for chunk in stream if chunk)


def download(package_type: str, id: str, resource_id: str, filename: str | None = None) -> Response:
    """Send the current edition; a link sends the browser on.

    Args:
        package_type: the kind of dataset the address belongs to.
        id: the dataset.
        resource_id: the resource.
        filename: any name, also an old one; ids are what counts.
    """
    context: Any = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
    try:
        resource = tk.get_action("resource_show")(context, {"id": resource_id})
        dataset = tk.get_action("package_show")(context, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        # The same answer for both: private datasets are not to be told from missing ones.
        return tk.abort(404, tk._("Resource not found"))
    if resource["package_id"] != dataset["id"]:
        return tk.abort(404, tk._("Resource not found"))
    if resource.get("url_type") != "upload":
        if not resource.get("url"):
            return tk.abort(404, tk._("No download is available"))
        return tk.redirect_to(resource["url"])
    return send(resource, dataset)


def send(resource: dict[str, Any], dataset: dict[str, Any]) -> Response:
    """Answer with the file, part of it, or "not modified", as was asked."""
    found = stored_file(resource)
    if found is None:
        return tk.abort(404, reason_for_none(resource["id"]))
    if dataset["private"] or dataset["state"] != "active":
        tk.request.environ["__no_cache__"] = True
    return send_stored(found, resource, dataset["name"])


def send_file(file: model.File, resource: model.Resource, *, is_public: bool) -> Response:
    """Answer with one edition of a resource, be it current or not.

    Args:
        file: row of the edition's file.
        resource: whose edition it is.
        is_public: whether caches may keep it.
    """
    if is_public:
        ask_each_time()
    else:
        keep_nowhere()
    found = stored_edition(file)
    return send_stored(found, {"id": resource.id}, resource.package.name)


def reason_for_none(resource_id: str) -> str:
    """Say why visitors get no file: it is being examined, was taken back, or never came."""
    releases = {edition.release for edition in Edition.newest_first(resource_id)}
    if "held" in releases:
        return tk._("This file is being examined and is not public yet.")
    if "withdrawn" in releases:
        return tk._("This file was taken back by its publisher.")
    return tk._("No download is available")


def send_stored(found: StoredFile, resource: dict[str, Any], dataset_name: str) -> Response:
    """Answer with a stored file, part of it, or "not modified"."""
    storage = find_storage()
    if storage is None or not storage.exists(found.data):
        return tk.abort(404, tk._("No download is available"))
    response = FlaskResponse(StoredBytes(storage, found.data))  # type: ignore[arg-type]
    response.headers["Content-Type"] = content_type(resource, found)
    response.headers["Content-Disposition"] = disposition(found.name, dataset_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.content_length = found.data.size
    if found.data.hash:
        response.set_etag(found.data.hash)
    response.last_modified = found.created
    response = as_asked(response, found.data.size)
    if response.status_code == 200 and tk.request.method == "GET":
        signals.resource_download.send(resource["id"])
    return response  # type: ignore[return-value]


def as_asked(response: FlaskResponse, length: int | None) -> FlaskResponse:
    """Return an answer as the request wants it: all of it, one part, or "not modified".

    Several parts, and what is no range of bytes, give all of it (RFC 9110, 14.2).

    Args:
        response: with its validators.
        length: of all of it; None while that is not known, and no part can be given.
    """
    environ = dict(tk.request.environ)
    if not ONE_RANGE.fullmatch(environ.get("HTTP_RANGE", "")):
        environ.pop("HTTP_RANGE", None)
    try:
        response.make_conditional(environ, accept_ranges=length is not None, complete_length=length)
    except RequestedRangeNotSatisfiable as error:
        return error.get_response(environ)  # type: ignore[return-value]
    return response


def content_type(resource: dict[str, Any], found: StoredFile) -> str:
    """Return the media type, with the charset where the file is text."""
    charset = charset_of(resource.get("kanazawa_encoding") or found.encoding or "")
    if found.encoding is None or charset is None:
        return found.data.content_type
    return f"{found.data.content_type}; charset={charset}"


def plain_name(name: str) -> str:
    """Write a name in ASCII, every other sign as an underscore."""
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)


def disposition(name: str, dataset_name: str, own: str | None = None) -> str:
    """Ask the browser to save under this name (RFC 6266, with RFC 5987 for Japanese).

    The plain parameter is for clients that know no other: ASCII signs, others as
    underscores, and the dataset's name for a file whose own has nothing but those.

    Args:
        name: of the file, with its ending.
        dataset_name: an ASCII name.
        own: what people called it, where the portal added to that; the stem otherwise.
    """
    stem = name.rpartition(".")[0] if own is None else own
    added = name.removeprefix(stem)
    if stem and added != name and not any(c.isascii() and c.isalnum() for c in stem):
        # `______.csv` tells nothing apart: name the dataset instead.
        plain = plain_name(f"{dataset_name}{added}")
    else:
        plain = plain_name(name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_url(resource: dict[str, Any]) -> None:
    """Put the file's own name into its address, where CKAN's would read `.csv`.

    Args:
        resource: as CKAN is about to show it; its `url` is changed in place.
    """
    name, url = resource.get("kanazawa_filename"), str(resource.get("url") or "")
    if resource.get("url_type") == "upload" and name and "/download/" in url:
        resource["url"] = f"{url.rsplit('/', 1)[0]}/{quote(name, safe='')}"


def serve_downloads(app: Flask) -> None:
    """Take over CKAN's download addresses of every dataset type."""
    for endpoint in list(app.view_functions):
        if endpoint.endswith("resource.download"):
            app.endpoint(endpoint)(download)
