"""Writing letters: subject, plain text and simple HTML of some notices to one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from xunzhang.accounts.models import Person
from xunzhang.notices.telling import Line
from xunzhang.regulations import catalogue

MOST, LONGEST_SUBJECT = 50, 120
"""Notices told singly in one letter; signs of a subject."""
GRAVEST = ("system", "escalated", "late", "today", "returned", "asked", "soon", "moved", "ended")


@dataclass(frozen=True)
class Item:
    """One notice as a letter tells it. All addresses are whole."""

    line: Line
    url: str
    basis: str
    is_trial: bool


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str


def write(person: Person, lines: Sequence[Line], digest_of: date | None = None) -> Written:
    """A letter about these notices, the gravest first; `digest_of` is the day of a letter of the day."""
    lines = sorted(lines, key=lambda each: GRAVEST.index(each.kind.code))
    context = {
        "person": person,
        "items": [_item(line) for line in lines[:MOST]],
        "left": max(0, len(lines) - MOST),
        "all_url": whole(reverse("notices:list")),
        "settings_url": whole(reverse("notices:settings")),
    }
    return Written(
        subject=_subject(lines, digest_of),
        text=render_to_string("letters/letter.txt", context),
        html=render_to_string("letters/letter.html", context),
    )


def whole(path: str) -> str:
    """The address of a page of this site, as somebody outside opens it."""
    return str(settings.ADDRESS).rstrip("/") + path


def message_id(key: str) -> str:
    """Derived from what the letter is about and to whom, so that a letter sent twice is known as one."""
    host = urlsplit(str(settings.ADDRESS)).hostname or "localhost"
    return f"<{key.replace('/', '.')}@{host}>"


def plain(text: str) -> str:
    """One line without signs that could end it: what a header may say."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _item(line: Line) -> Item:
    project = line.notice.project
    title = catalogue.edition(project.edition_id).regulation.title if project else ""
    basis = f"{line.basis}（{title}）" if line.basis else ""
    return Item(line, whole(line.url), basis, bool(project and project.area.is_sandbox))


def _subject(lines: Sequence[Line], digest_of: date | None) -> str:
    if len(lines) == 1 and digest_of is None:
        only = lines[0]
        project = f"：{only.notice.project.name}" if only.notice.project else ""
        return plain(f"〔{only.kind.title}〕{only.title}{project}")[:LONGEST_SUBJECT]
    counts = Counter(line.kind.title for line in lines)
    said = "、".join(f"{title} {count} 件" for title, count in counts.items())
    return f"循章{f'每日汇总 {digest_of}' if digest_of else '通知'}：{said}"[:LONGEST_SUBJECT]
