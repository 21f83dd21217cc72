"""The part of the plugin that concerns files."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
from ckan.types import CKANApp, Context

from . import access, download, request, storage
from .edition import RECEIVED
from .uploader import ResourceUploader, store_all


class FilesHooks(p.SingletonPlugin):
    """Own uploader, private editions, downloads under their own names."""

    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer, inherit=True)
    p.implements(p.IFiles, inherit=True)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)
    p.implements(p.IUploader, inherit=True)

    def update_config(self, config: Any) -> None:
        """Choose a storage where the administrator did not."""
        storage.set_default_storage(config)

    def configure(self, config: Any) -> None:
        """Check the storage once it exists."""
        storage.check_storage_is_private()

    def make_middleware(self, app: CKANApp, config: Any) -> CKANApp:
        """Limit uploads and serve downloads."""
        request.limit_uploads(app)
        download.serve_downloads(app)
        return app

    def get_resource_uploader(self, data_dict: dict[str, Any]) -> ResourceUploader:
        """Return the uploader of a resource."""
        return ResourceUploader(data_dict)

    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Store the files that came with a new dataset."""
        store_all(context, pkg_dict.get("resources") or [])

    def before_resource_show(self, resource_dict: dict[str, Any]) -> dict[str, Any]:
        """Show a file's address with its own name, and nothing of a file that is held back."""
        resource_dict.pop(RECEIVED, None)
        download.file_url(resource_dict)
        return resource_dict

    def files_get_storage_adapters(self) -> dict[str, Any]:
        """Offer storage in S3-compatible services where the extra `s3` is installed."""
        try:
            from .s3 import S3Storage
        except ImportError:
            return {}
        return {"kanazawa:s3": S3Storage}

    def files_file_allows(self, context: Context, file: Any, operation: Any) -> bool | None:
        """Keep editions to those who may edit the resource."""
        return access.file_allows(context, file, operation)

    def files_owner_allows(
        self, context: Context, owner_type: str, owner_id: str, operation: Any
    ) -> bool | None:
        """Keep lists of editions to those who may edit the resource."""
        return access.owner_allows(context, owner_type, owner_id, operation)
