"""Keeping papers: versions, digests, sizes; what is served and to whom."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory

from tests.conftest import NOW, Cast
from tests.rooms.documents.samples import DOCX, pdf, picture
from xunzhang.accounts.models import Person
from xunzhang.documents import services
from xunzhang.documents.contents import NotAcceptable
from xunzhang.documents.models import Version
from xunzhang.files import receiving
from xunzhang.files.names import LIMIT
from xunzhang.journal.models import Entry
from xunzhang.projects.models import Project

MB = 1024 * 1024


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = settings.VAR = tmp_path


def keep(project: Project, actor: Person, content: bytes, name: str = "方案.pdf") -> Version:
    return services.upload(
        project=project,
        slot="construction_plan",
        title="项目建设方案",
        file=ContentFile(content),
        filename=name,
        actor=actor,
        now=NOW,
    )


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_upload_is_a_version_with_its_digest(cast: Cast, project: Project) -> None:
    first = keep(project, cast.builder, pdf("1"))
    second = keep(project, cast.colleague, pdf("2"), "方案改.pdf")
    assert (first.number, second.number) == (1, 2)
    assert first.document_id == second.document_id
    assert second.sha256 == hashlib.sha256(pdf("2")).hexdigest()
    assert first.file.read() == pdf("1"), "an older version stays as it was"
    told = Entry.objects.filter(verb="material.uploaded").order_by("number")
    assert [entry.data["version"] for entry in told] == [1, 2]
    assert told[0].data["sha256"] == first.sha256


def test_the_same_bytes_twice_in_a_row_stay_one_version(cast: Cast, project: Project) -> None:
    assert keep(project, cast.builder, pdf()) == keep(project, cast.builder, pdf(), "再传.pdf")
    assert Version.objects.count() == 1


def test_an_empty_file_is_refused(cast: Cast, project: Project) -> None:
    with pytest.raises(NotAcceptable, match="0 字节"):
        keep(project, cast.builder, b"")
    assert not Version.objects.exists()


def test_a_file_over_the_limit_is_refused_by_the_service_too(
    cast: Cast, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "LIMIT", 10)
    with pytest.raises(NotAcceptable, match="超过"):
        keep(project, cast.builder, pdf())
    assert not Version.objects.exists()


class Zeros(io.RawIOBase):
    """A form with one file of `size` noughts and a text after it, made while it is read."""

    def __init__(self, size: int) -> None:
        head = 'Content-Disposition: form-data; name="file-plan"; filename="大.pdf"'
        self.parts = [f"--B\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode(), size]
        self.parts.append(
            b'\r\n--B\r\nContent-Disposition: form-data; name="opinion"\r\n\r\nkept\r\n--B--\r\n'
        )
        self.length = sum(part if isinstance(part, int) else len(part) for part in self.parts)

    def read(self, size: int = -1) -> bytes:
        while self.parts:
            first = self.parts[0]
            if isinstance(first, int):
                taken = min(first, size)
                self.parts[0] = first - taken
                if taken:
                    return b"\x00" * taken
            elif first:
                self.parts[0] = first[size:]
                return first[:size]
            self.parts.pop(0)
        return b""


@pytest.mark.parametrize(("size", "taken"), [(LIMIT, True), (LIMIT + 1, False), (200 * MB, False)])
def test_too_large_a_file_is_dropped_while_it_arrives(size: int, taken: bool) -> None:
    body = Zeros(size)
    request = RequestFactory().request(
        REQUEST_METHOD="POST",
        CONTENT_TYPE="multipart/form-data; boundary=B",
        CONTENT_LENGTH=str(body.length),
        **{"wsgi.input": body},
    )
    tracemalloc.start()
    assert request.POST["opinion"] == "kept", "the rest of the form is read"
    assert tracemalloc.get_traced_memory()[1] < 8 * MB
    tracemalloc.stop()
    assert ("file-plan" in request.FILES) is taken
    assert receiving.too_large(request) == ({} if taken else {"file-plan": "大.pdf"})


def test_a_paper_is_saved_never_shown_in_place(cast: Cast, project: Project) -> None:
    version = keep(project, cast.builder, DOCX, "方案“终”.docx")
    answer = signed_in(cast.lead).get(f"/documents/{version.pk}/")
    assert answer.status_code == 200
    assert b"".join(answer) == DOCX  # type: ignore[arg-type]  # a streaming answer
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("content", "name"), [(pdf(), "a.pdf"), (picture("PNG"), "a.png")])
def test_pages_are_shown_as_pictures(cast: Cast, project: Project, content: bytes, name: str) -> None:
    version, client = keep(project, cast.builder, content, name), signed_in(cast.builder)
    for _ in range(2):
        answer = client.get(f"/documents/{version.pk}/pages/1.png")
        assert answer.status_code == 200
        assert b"".join(answer).startswith(b"\x89PNG")  # type: ignore[arg-type]
    assert client.get(f"/documents/{version.pk}/pages/3.png").status_code == 404
    assert client.get(f"/documents/{version.pk}/pages/0.png").status_code == 404


def test_word_has_no_pages(cast: Cast, project: Project) -> None:
    version = keep(project, cast.builder, DOCX, "a.docx")
    assert signed_in(cast.builder).get(f"/documents/{version.pk}/pages/1.png").status_code == 404


@pytest.mark.parametrize(("who", "answer"), [("builder", 200), ("lead", 200), ("stranger", 404), (None, 302)])
def test_only_who_may_read_the_project_gets_its_papers(
    cast: Cast, project: Project, who: str | None, answer: int
) -> None:
    version = keep(project, cast.builder, pdf())
    client = signed_in(getattr(cast, who)) if who else Client()
    for address in (f"/documents/{version.pk}/", f"/documents/{version.pk}/pages/1.png"):
        assert client.get(address).status_code == answer
    assert client.get("/documents/999999/").status_code == (302 if who is None else 404)
