"""Operation money: what was applied for, and the findings of officers that stand against an application."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xunzhang.funds.book import Book
from xunzhang.kernel import flow
from xunzhang.kernel.moves import moves
from xunzhang.kernel.rules import Finding, Verdict, judge
from xunzhang.projects.access import roles_on
from xunzhang.regulations import telling
from xunzhang.web import shapes

ENTITY = "operation"
_WORDS = {Verdict.FAILS: "有，未了结", Verdict.HOLDS: "没有", Verdict.UNKNOWN: "待补充"}


@dataclass(frozen=True)
class OperationLine:
    year: int | None
    requested: int | None
    granted: int | None
    applied_on: date | None
    state: str
    word: str
    url: str


@dataclass(frozen=True)
class Fault:
    """One finding against an application. `url` is given to the officer whom the measure names for it."""

    title: str
    state: str
    word: str
    judged_by: str
    articles: Sequence[shapes.Article]
    remedy: str
    url: str


@dataclass(frozen=True)
class Operation:
    """`faults` are found by officers, `rules` follow from other facts, `held` says why nobody may apply."""

    lines: Sequence[OperationLine]
    faults: Sequence[Fault]
    rules: Sequence[shapes.Finding]
    held: Sequence[shapes.Refusal]

    @property
    def open_faults(self) -> int:
        return sum(fault.state == "fails" for fault in self.faults)

    @property
    def unknown_faults(self) -> int:
        return sum(fault.state == "unknown" for fault in self.faults)


def operation(book: Book) -> Operation:
    findings = list(_findings(book))
    makers = book.makers(ENTITY)
    return Operation(
        lines=tuple(_lines(book)),
        faults=tuple(_fault(book, finding) for finding in findings if _judged_fact(book, finding)),
        rules=tuple(
            telling.row(book.edition, finding) for finding in findings if not _judged_fact(book, finding)
        ),
        held=tuple(
            telling.why_not(book.edition, move)
            for move in moves(book.edition, book.situation)
            if move.code in makers and move.state != "ready"
        ),
    )


def _lines(book: Book) -> Iterator[OperationLine]:
    for record in book.live(ENTITY):
        yield OperationLine(
            year=book.number(record, "operation_year"),
            requested=book.number(record, "operation_requested"),
            granted=book.number(record, "operation_granted"),
            applied_on=book.day(record, "operation_applied_on"),
            state=book.state(record),
            word=book.text(record, "operation_state"),
            url=book.case_url(record),
        )


def _findings(book: Book) -> Iterator[Finding]:
    """The rules of law by which an application is judged, but for the order of steps."""
    wanted = {code for name in book.makers(ENTITY) for code in book.edition.rules_of_procedure(name)}
    codes = [code for code, rule in book.edition.rules.items() if code in wanted and rule.kind == "rule"]
    for finding in judge(book.edition, codes, book.situation.row()):
        if finding.verdict is not Verdict.NOT_APPLICABLE:
            yield finding


def _judged_fact(book: Book, finding: Finding) -> str:
    """The fact an officer finds on which the rule rests; "" if it rests on others."""
    names = sorted(book.edition.predicates[finding.rule.require].names)
    return next((name for name in names if book.edition.facts[name].judged_by), "")


def _fault(book: Book, finding: Finding) -> Fault:
    name = _judged_fact(book, finding)
    fact = book.edition.facts[name]
    judge_ = flow.resolve(book.edition, str(fact.judged_by), finding.row)
    may_find = book.person is not None and judge_ in roles_on(book.person, book.project)
    return Fault(
        title=fact.title,
        state=finding.verdict.value,
        word=_WORDS[finding.verdict],
        judged_by=book.edition.roles[judge_].title,
        articles=telling.articles(book.edition, finding.rule.cites),
        remedy=finding.rule.remedy if finding.verdict is Verdict.FAILS else "",
        url=reverse("procedures:finding", args=[book.project.code, name]) if may_find else "",
    )
