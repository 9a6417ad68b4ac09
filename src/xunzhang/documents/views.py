"""Papers by address: the file itself, and one page of it as a picture."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET

from xunzhang.documents import preview, queries

# What others uploaded runs nothing and loads nothing, whatever it contains.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, max-age=3600",
}


@login_required
@require_GET
def download(request: HttpRequest, version: int) -> FileResponse:
    """The bytes of a version, always to be saved, never shown in place."""
    assert request.user.is_authenticated
    found = queries.version_for(request.user, version)
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.filename, content_type=found.media_type
    )
    return _guarded(answer)


@login_required
@require_GET
def page(request: HttpRequest, version: int, number: int) -> FileResponse:
    """One page as a picture."""
    assert request.user.is_authenticated
    path, media_type = preview.picture(queries.version_for(request.user, version), number)
    return _guarded(FileResponse(path.open("rb"), content_type=media_type))


def _guarded(answer: FileResponse) -> FileResponse:
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer
