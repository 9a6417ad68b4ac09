"""A person's duties as an iCalendar feed (RFC 5545), to be fetched by Outlook, phones and their like.

A duty is an event of a whole day that leaves the day free. Its UID never changes, its SEQUENCE grows when its
day moves; what has been done is marked for two months and then gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from icalendar import Calendar, Event, vDuration

from xunzhang.accounts.models import Person
from xunzhang.desk.calendar.entries import DUE, OPENS, Entry, entries, moments
from xunzhang.desk.calendar.whose import mine
from xunzhang.desk.workbench.scope import Scope, rule_of
from xunzhang.regulations import catalogue
from xunzhang.web.words import article_text

KEPT = timedelta(days=60)
"""How long what has been done stays in the feed."""
REFRESH = timedelta(hours=6)
DAY = timedelta(days=1)
PRODUCT = "-//xunzhang//calendar//ZH"
_MARKS = {"done": "已办", "late": "逾期", "opens": "最早可办"}
_SUFFIXES = {DUE: "due", OPENS: "opens"}


def feed(person: Person, today: date, site: str) -> bytes:
    """The calendar; `site` is the address before every path, as https://example.cn.

    The number of queries does not depend on the rows. The same rows on the same day give the same bytes.
    """
    told = Calendar()
    told.add("prodid", PRODUCT)
    told.add("version", "2.0")
    told.add("calscale", "GREGORIAN")
    told.add("method", "PUBLISH")
    told.add("name", f"循章时限（{person.name}）")
    told.add("x-wr-calname", f"循章时限（{person.name}）")
    told.add("x-wr-timezone", "Asia/Shanghai")
    told.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    told.add("x-published-ttl", vDuration(REFRESH))
    for entry in listed(person, today):
        told.add_component(_event(entry, site))
    return bytes(told.to_ical())


def listed(person: Person, today: date) -> Iterator[Entry]:
    """What the feed has: open duties, their first days, and what was done lately."""
    fresh = Q(done_on=None) | Q(done_on__gte=today - KEPT)
    found = entries(moments(mine(Scope(person, today)).filter(fresh), date.min, date.max), today)
    yield from (entry for entry in found if entry.kind == DUE or entry.state != "done")


def uid(entry: Entry) -> str:
    """The name of an event, for ever."""
    return f"{entry.row.project.code}-{entry.row.pk}-{_SUFFIXES[entry.kind]}@xunzhang"


def summary(entry: Entry) -> str:
    """【逾期】合同备案：城市运行平台."""
    mark = _MARKS.get(entry.state) or ("暂定" if entry.row.is_provisional else "")
    return (f"【{mark}】" if mark else "") + f"{entry.title}：{entry.row.project.name}"


def description(entry: Entry, site: str) -> str:
    """What, by which article and why, with whom it lies, what to do: one line each."""
    row, rule = entry.row, rule_of(entry.row)
    procedures = catalogue.edition(row.project.edition_id).procedures
    done = f"{row.done_on} 办结" if row.done_on else ""
    started = f"{row.start_on} 起算，当日不计" if row.start_on and row.derivation else ""
    act = f"在项目页办理“{procedures[rule.procedure].title}”" if rule.procedure else "打开项目的“时限”"
    lines = [
        f"项目：{row.project.name}（{row.project.code}，{row.project.unit.name}）",
        *(f"依据：{article_text(each.cite)} {each.gist}".rstrip() for each in entry.articles),
        f"谁来办：{entry.office}",
        f"在办：{entry.waits}" if entry.waits else "",
        f"期限：{row.due_on}" + (f"（{started}）" if started else "") if row.due_on else "",
        f"说明：{rule.note}" if rule.note else "",
        done or f"怎么办：{act}，{site}{entry.url}",
    ]
    return "\n".join(line for line in lines if line)


def _event(entry: Entry, site: str) -> Event:
    row, day = entry.row, entry.day
    assert day
    changed: datetime = row.changed_at or row.project.changed_at
    event = Event()
    event.add("uid", uid(entry))
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", row.revision)
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", summary(entry))
    event.add("description", description(entry, site))
    event.add("url", site + entry.url)
    event.add("categories", ["循章时限", entry.office])
    event.add("status", "TENTATIVE" if row.is_provisional and not row.done_on else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
