"""The rows behind the figures of the workbench: limits, and what was sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from xunzhang.accounts.models import Person
from xunzhang.desk.project.limits import days_late
from xunzhang.desk.workbench.charts import returned
from xunzhang.desk.workbench.scope import YEAR, Scope, rule_of
from xunzhang.procedures.models import Deadline, StepRun
from xunzhang.regulations import catalogue, telling
from xunzhang.web import paging, shapes
from xunzhang.web.words import as_date, day_text

PAGE = 50
Query = Mapping[str, str]


@dataclass(frozen=True)
class LimitRow:
    title: str
    articles: tuple[shapes.Article, ...]
    office: str
    project: str
    unit: str
    url: str
    due_on: date | None
    done_on: date | None
    late: int | None
    is_provisional: bool


@dataclass(frozen=True)
class Listed:
    """`said` names the condition that met; `bad` what could not be read of the address."""

    said: str
    bad: str
    today: date
    rows: Sequence[object]
    pager: shapes.Pager


@dataclass(frozen=True)
class ReturnRow:
    reason: str
    title: str
    url: str
    project: str
    code: str
    unit: str
    day: date
    office: str
    opinion: str


def limits(person: Person, today: date, query: Query) -> Listed:
    """Limits by `late`, `within` (days), `day`, `code` or `year`; open ones without any of these."""
    scope = Scope(person, today)
    said, rows, bad = _chosen(scope, query)
    ordered = rows.select_related("project__unit").order_by("due_on", "id")
    page = Paginator(ordered, PAGE).get_page(query.get("page"))
    return Listed(said, bad, today, [_limit(row, today) for row in page], _pager(page, query, "项"))


def returns(person: Person, today: date, query: Query) -> Listed:
    """What was sent back this year, with its opinion; `reason` as the chart names it."""
    wanted = query.get("reason", "")
    found = [(reason, run) for reason, run in returned(Scope(person, today)) if wanted in ("", reason)]
    page = Paginator(found, PAGE).get_page(query.get("page"))
    said = f"{today.year} 年" + (f"，{wanted}" if wanted else "")
    return Listed(said, "", today, [_return(*each) for each in page], _pager(page, query, "次"))


def _chosen(scope: Scope, query: Query) -> tuple[str, QuerySet[Deadline], str]:
    """The words, the rows, and what of the address was not understood."""
    today, open_ = scope.today, scope.open_limits()
    if query.get("late"):
        return "已逾期", open_.filter(due_on__lt=today), ""
    if "within" in query:
        days = _number(query["within"])
        bad = "" if days else "天数看不懂，改为列出 7 天内到期的"
        until = today + timedelta(days=days or 7)
        return f"{days or 7} 天内到期", open_.filter(due_on__gte=today, due_on__lte=until), bad
    if "day" in query:
        day = as_date(query["day"])
        if day is None:
            return "未了", open_, "日期看不懂，改为列出全部未了的时限"
        return f"{day_text(day)} 到期", open_.filter(due_on=day), ""
    year = scope.limits().filter(due_on__gte=today - YEAR).exclude(done_on__isnull=True, due_on__gte=today)
    if "code" in query:
        return "近 12 个月到期的同类时限", year.filter(code=query["code"][:60]), ""
    if "year" in query:
        counted = scope.where(lambda rule: bool(rule.within and rule.within.working_days))
        return "近 12 个月到期的工作日时限", year.filter(counted), ""
    return "未了", open_, ""


def _number(text: str) -> int | None:
    """1 to 366, else None."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= 366 else None


def _limit(row: Deadline, today: date) -> LimitRow:
    rule, project = rule_of(row), row.project
    edition = catalogue.edition(project.edition_id)
    return LimitRow(
        title=rule.title,
        articles=telling.articles(edition, rule.cites),
        office=edition.roles[rule.duty_of].title,
        project=project.name,
        unit=project.unit.name,
        url=reverse("desk:tab", args=[project.code, "deadlines"]) + "#tabs",
        due_on=row.due_on,
        done_on=row.done_on,
        late=days_late(row, today),
        is_provisional=row.is_provisional and row.done_on is None,
    )


def _return(reason: str, run: StepRun) -> ReturnRow:
    case, project = run.case, run.case.project
    procedure = catalogue.edition(project.edition_id).procedures[case.procedure]
    assert run.acted_at
    return ReturnRow(
        reason=reason,
        title=f"{procedure.title}·{procedure.steps[run.step].title}",
        url=reverse("procedures:case", args=[case.pk]),
        project=project.name,
        code=project.code,
        unit=project.unit.name,
        day=localtime(run.acted_at).date(),
        office=run.organisation.name if run.organisation else "",
        opinion=run.opinion,
    )


def _pager(page: Page[Any], query: Query, unit: str) -> shapes.Pager:
    kept = {key: value for key, value in query.items() if key != "page"}
    return paging.pager(page, unit, lambda number: f"?{urlencode({**kept, 'page': number})}")
