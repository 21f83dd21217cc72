"""Hand out the current edition of a resource under its own name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import ckan.plugins.toolkit as tk
from ckan.lib import files, signals
from ckan.types import Response
from flask import Flask
from flask import Response as FlaskResponse
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from .edition import StoredFile, stored_file
from .encoding import charset_of
from .storage import find_storage

CHUNK_BYTES = 1 << 18


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
    storage, found = find_storage(), stored_file(resource)
    if storage is None or found is None or not storage.exists(found.data):
        return tk.abort(404, tk._("No download is available"))
    response = FlaskResponse(StoredBytes(storage, found.data))  # type: ignore[arg-type]
    response.headers["Content-Type"] = content_type(resource, found)
    response.headers["Content-Disposition"] = disposition(found.name, dataset["name"])
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.content_length = found.data.size
    if found.data.hash:
        response.set_etag(found.data.hash)
    response.last_modified = found.created
    if dataset["private"] or dataset["state"] != "active":
        tk.request.environ["__no_cache__"] = True
    try:
        response.make_conditional(
            tk.request.environ, accept_ranges=True, complete_length=found.data.size
        )
    except RequestedRangeNotSatisfiable as error:
        return error.get_response(tk.request.environ)  # type: ignore[return-value]
    if response.status_code == 200 and tk.request.method == "GET":
        signals.resource_download.send(resource["id"])
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


def disposition(name: str, dataset_name: str) -> str:
    """Ask the browser to save under this name (RFC 6266, with RFC 5987 for Japanese).

    The plain parameter is for clients that know no other: ASCII signs, others as
    underscores, and the dataset's name for a file whose own has nothing but those.
    """
    stem, dot, ending = name.rpartition(".")
    if dot and not any(c.isascii() and c.isalnum() for c in stem):
        # `______.csv` tells nothing apart: name the dataset instead.
        plain = plain_name(f"{dataset_name}.{ending}")
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
