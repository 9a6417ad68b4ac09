"""Answers that a browser keeps as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attached(content: bytes | str, name: str, media: str = EXCEL) -> HttpResponse:
    """The content under a file name, by its media type a workbook unless another is named."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(content, content_type=media, headers=headers)
