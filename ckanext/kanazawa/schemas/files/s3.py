"""S3-compatible storage of resource files, as adapter `kanazawa:s3`.

file-keeper has an S3 adapter of its own. What differs here: no request at start-up,
so that a portal starts while its storage is away; large files go up in parts and are
never read into memory; ranges are fetched as ranges; listings go beyond a thousand
objects; checksums only where the service needs them (several S3-compatible ones
refuse newer clients otherwise).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from ckan.config.declaration import Declaration, Key
from ckan.lib import files

CHUNK_BYTES = 1 << 18
MISSING = {"404", "NoSuchKey", "NotFound"}


@dataclasses.dataclass
class Settings(files.Settings):
    """Where the bucket is and how to reach it."""

    bucket: str = ""
    key: str | None = None
    secret: str | None = None
    region: str | None = None
    endpoint: str | None = None
    addressing_style: str = "auto"
    client: Any = None

    _required_options = ["bucket"]

    def __post_init__(self, **kwargs: Any) -> None:
        """Make the client; nothing is sent yet."""
        super().__post_init__(**kwargs)
        self.path = self.path.strip("/")
        if self.client is None:
            options = Config(
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": 3},
                s3={"addressing_style": self.addressing_style},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            )
            self.client = boto3.client(
                "s3",
                aws_access_key_id=self.key or None,
                aws_secret_access_key=self.secret or None,
                region_name=self.region or None,
                endpoint_url=self.endpoint or None,
                config=options,
            )


class Uploader(files.Uploader):
    """Send files, large ones in parts."""

    storage: Any
    capabilities = files.Capability.CREATE

    def upload(
        self, location: files.Location, upload: files.Upload, extras: dict[str, Any]
    ) -> files.FileData:
        """Send a file and ask the service how much of it arrived.

        Raises:
            UploadError: the service refused or could not be reached.
        """
        where = self.storage.where(location)
        try:
            self.storage.settings.client.upload_fileobj(
                Fileobj=Unclosed(upload.stream),
                ExtraArgs={"ContentType": upload.content_type},
                **where,
            )
            head = self.storage.settings.client.head_object(**where)
        except (BotoCoreError, ClientError, Boto3Error) as error:
            raise files.exc.UploadError(str(error)) from error
        return files.FileData(
            location, size=head["ContentLength"], content_type=upload.content_type
        )


class Unclosed:
    """Lend a stream to boto3, which closes what it has sent; it is the request's."""

    def __init__(self, stream: Any) -> None:
        """Wrap a stream."""
        self.stream = stream

    def read(self, size: int = -1) -> bytes:
        """Read from the stream."""
        return self.stream.read(size)


class Reader(files.Reader):
    """Read files, whole or in part."""

    storage: Any
    capabilities = files.Capability.STREAM | files.Capability.RANGE

    def stream(self, data: files.FileData, extras: dict[str, Any]) -> Iterable[bytes]:
        """Open a file from its start."""
        return self.range(data, 0, None, extras)

    def range(
        self, data: files.FileData, start: int, end: int | None, extras: dict[str, Any]
    ) -> Iterable[bytes]:
        """Open a file at a byte; `end` is the first byte that is not wanted."""
        last = "" if end is None else end - 1
        wanted = {"Range": f"bytes={start}-{last}"} if start or end is not None else {}
        where = self.storage.where(data.location)
        try:
            answer = self.storage.settings.client.get_object(**where, **wanted)
        except ClientError as error:
            raise files.exc.MissingFileError(self.storage, data.location) from error
        return answer["Body"].iter_chunks(CHUNK_BYTES)


class Manager(files.Manager):
    """List, measure and remove files."""

    storage: Any
    capabilities = files.Capability.REMOVE | files.Capability.EXISTS | files.Capability.SCAN

    def exists(self, data: files.FileData, extras: dict[str, Any]) -> bool:
        """Say whether a file is there, without fetching it."""
        try:
            self.storage.settings.client.head_object(**self.storage.where(data.location))
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                return False
            raise
        return True

    def remove(self, data: files.FileData, extras: dict[str, Any]) -> bool:
        """Remove a file; the service does not mind one that is gone already."""
        self.storage.settings.client.delete_object(**self.storage.where(data.location))
        return True

    def size(self, location: files.Location, extras: dict[str, Any]) -> int:
        """Return the size of a file in bytes."""
        head = self.storage.settings.client.head_object(**self.storage.where(location))
        return head["ContentLength"]

    def scan(self, extras: dict[str, Any]) -> Iterable[str]:
        """List all files, page after page."""
        settings = self.storage.settings
        prefix = f"{settings.path}/" if settings.path else ""
        pages = settings.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=settings.bucket, Prefix=prefix):
            for item in page.get("Contents", []):
                yield item["Key"].removeprefix(prefix)


class S3Storage(files.Storage):
    """Keep files in a bucket of an S3-compatible service."""

    settings: Any
    SettingsFactory = Settings
    UploaderFactory = Uploader
    ReaderFactory = Reader
    ManagerFactory = Manager

    def where(self, location: str) -> dict[str, str]:
        """Return bucket and key of a file, as every call of the client wants them."""
        return {
            "Bucket": self.settings.bucket,
            "Key": self.full_path(files.Location(location)),
        }

    @classmethod
    def declare_config_options(cls, declaration: Declaration, key: Key) -> None:
        """Declare the options under `ckan.files.storage.<name>`."""
        super().declare_config_options(declaration, key)
        declaration.declare(key.bucket).required().set_description("Name of the bucket.")
        declaration.declare(key.key).set_description(
            "Access key; empty: what the environment gives (AWS_ACCESS_KEY_ID and so on)."
        )
        declaration.declare(key.secret).set_description("Secret key.")
        declaration.declare(key.region).set_description("Region of the bucket.")
        declaration.declare(key.endpoint).set_description(
            "Address of the service where it is not Amazon's."
        ).set_example("https://s3.example.jp")
        declaration.declare(key.addressing_style, "auto").set_description(
            "How the bucket is named in addresses: auto, path or virtual."
        )
