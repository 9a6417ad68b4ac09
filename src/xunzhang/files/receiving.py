"""Receiving uploads: to a temporary file, and no further than the largest size that is taken."""

from __future__ import annotations

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from xunzhang.files.names import LIMIT, clean_name


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Drops a file as soon as it grows over the limit; the rest of the form is still read."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > LIMIT:
            assert self.request is not None
            left_out = self.request.META.setdefault("xunzhang.too_large", {})
            left_out[self.field_name] = clean_name(self.file_name or "")
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
        return None


def too_large(request: HttpRequest) -> dict[str, str]:
    """Fields whose file was dropped for its size, with the name of the file."""
    found: dict[str, str] = request.META.get("xunzhang.too_large", {})
    return found
