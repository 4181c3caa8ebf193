"""Uploads in a store that speaks S3: of a data centre in the country, or of one's own.

The store sees ciphertext under names that say nothing. An object is written whole or not at all,
which is what `put` promises.
"""

from collections.abc import Iterator
from typing import Any

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

from kezek.adapters.uploads import StoredFile
from kezek.settings import UploadsStore

_GONE = ("NoSuchKey", "404")
_AT_ONCE = 1000
"""Objects that one request may remove."""


class S3Uploads:
    """Uploads as objects of one bucket, below a prefix."""

    def __init__(self, store: UploadsStore) -> None:
        self._bucket = store.bucket
        self._prefix = f"{store.prefix}/" if store.prefix else ""
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=store.endpoint,
            region_name=store.region,
            aws_access_key_id=store.key,
            aws_secret_access_key=store.secret,
            config=Config(
                # Servers of one's own have no host name for each bucket, and not all of them know
                # the newer checksums.
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=3,
                read_timeout=20,
                retries={"max_attempts": 3, "mode": "standard"},
            ),
        )

    def put(self, path: str, content: bytes) -> None:
        """Keeps an object."""
        self._client.put_object(Bucket=self._bucket, Key=self._prefix + path, Body=content)

    def get(self, path: str) -> bytes:
        """What an object holds. Raises FileNotFoundError."""
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                raise FileNotFoundError(path) from None
            raise OSError(f"the store of uploads: {error}") from error
        content: bytes = found["Body"].read()
        return content

    def drop(self, path: str) -> None:
        """Removes an object; one that is gone already is no matter."""
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + path)

    def drop_region(self, tenant_id: int) -> None:
        """Removes every object of a region."""
        names = [{"Key": self._prefix + one.path} for one in self.files_of(tenant_id)]
        for first in range(0, len(names), _AT_ONCE):
            part = names[first : first + _AT_ONCE]
            self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": part})

    def files_of(self, tenant_id: int) -> Iterator[StoredFile]:
        """Every object of a region; a store gives them in the order of their names."""
        return self._below(f"{tenant_id}/")

    def all_files(self) -> Iterator[StoredFile]:
        """Every object of every region."""
        return self._below("")

    def _below(self, folder: str) -> Iterator[StoredFile]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix + folder
        )
        for page in pages:
            for one in page.get("Contents", ()):
                path = one["Key"].removeprefix(self._prefix)
                yield StoredFile(path, one["Size"], one["LastModified"])
