"""Requests whose files are counted while they come in: what is too much is not kept anywhere.

A form with files may be as large as four documents; one file in it may not. Of a file that is
larger, no more is written down than shows that it is, so that neither memory nor the disk fills
with what will be refused, and its sentence still stands beside its own box.
"""

from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Request
from werkzeug.wrappers import Request as BaseRequest

_IN_MEMORY = 512 * 1024


class CountedFile(SpooledTemporaryFile[bytes]):
    """A file that ends one byte behind the limit, whatever is written into it."""

    def __init__(self, most: int) -> None:
        super().__init__(max_size=_IN_MEMORY, mode="w+b")
        self._left = most + 1

    def write(self, content: Any) -> int:
        """Keeps what is within the limit; says that all of it was written, so that it goes on."""
        kept = memoryview(content)[: self._left]
        self._left -= len(kept)
        super().write(kept)
        return len(content)


class CountingRequest(Request):
    """A request that keeps no more of each file than its route has said."""

    most_of_a_file: int | None = None

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.most_of_a_file is None:
            return super()._get_file_stream(
                total_content_length, content_type, filename, content_length
            )
        return CountedFile(self.most_of_a_file)


def take_files_up_to(request: BaseRequest, most: int) -> None:
    """Says how large a file of this request may be; called before its form is read."""
    if isinstance(request, CountingRequest):
        request.most_of_a_file = most
