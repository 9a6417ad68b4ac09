"""Pages of a version as pictures, drawn once and kept in the var folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.http import Http404

from xunzhang.documents.models import Version
from xunzhang.files import pdf


def picture(version: Version, page: int) -> tuple[Path, str]:
    """The file that shows a page (from 1) and its media type. Raises Http404 where there is none."""
    if not 1 <= page <= (version.pages or 0):
        raise Http404("没有这一页")
    if version.media_type != "application/pdf":
        return Path(version.file.path), version.media_type
    kept = Path(settings.VAR) / "previews" / version.sha256[:2] / f"{version.sha256}-{page}.png"
    if not kept.exists():
        _draw(version, page, kept)
    return kept, "image/png"


def _draw(version: Version, page: int, kept: Path) -> None:
    """Draw beside the place and move there, so that nobody reads half a picture."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=kept.parent, suffix=".part")
    os.close(handle)
    try:
        pdf.draw(Path(version.file.path), page, Path(name))
        os.replace(name, kept)
    except pdf.Broken:
        raise Http404("这一页画不出来，请下载查看") from None
    finally:
        Path(name).unlink(missing_ok=True)
