"""What holds payments now: whether one may be asked for, how much at most, and what stops those asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xunzhang.funds.book import Book
from xunzhang.kernel.moves import Move, moves
from xunzhang.kernel.pack.model import Procedure, Rule, Step
from xunzhang.kernel.predicates.solve import Direction, boundary
from xunzhang.kernel.rules import judge
from xunzhang.kernel.situation import RecordState
from xunzhang.procedures.pages.start import offer
from xunzhang.procedures.queries import starting_post
from xunzhang.regulations import telling
from xunzhang.web import shapes

ENTITY = "payment"


@dataclass(frozen=True)
class Room:
    """How much may still be paid under one rule, in 分; `soft` says whether it can be set aside.

    `about` names the contract, where each has a bound of its own.
    """

    title: str
    about: str
    articles: Sequence[shapes.Article]
    most: int
    set_aside_by: str
    soft: str


@dataclass(frozen=True)
class Asked:
    """A payment that was asked for and not made yet: where it waits, and what would refuse it."""

    title: str
    amount: int | None
    waits_for: str
    url: str
    held: Sequence[shapes.Refusal]


@dataclass(frozen=True)
class Gates:
    """`starts` are open to this person, `others` says who else may start, `held` why nobody may."""

    starts: Sequence[shapes.Move]
    others: Sequence[str]
    held: Sequence[shapes.Refusal]
    rooms: Sequence[Room]
    asked: Sequence[Asked]


def gates(book: Book) -> Gates:
    makers = book.makers(ENTITY)
    found = [move for move in moves(book.edition, book.situation) if move.code in makers]
    ready = [move for move in found if move.state == "ready"]
    mine = [move for move in ready if _may_start(book, move)]
    return Gates(
        starts=tuple(_start(book, move) for move in mine),
        others=tuple(dict.fromkeys(_starters(book, move) for move in ready if move not in mine)),
        held=tuple(telling.why_not(book.edition, move) for move in _first_of_each(found)),
        rooms=tuple(_rooms(book, makers)),
        asked=tuple(_asked(book)),
    )


def _first_of_each(found: Sequence[Move]) -> Iterator[Move]:
    """Of the procedures that cannot be started about any record, one move each."""
    open_ = {move.code for move in found if move.state == "ready"}
    for move in found:
        if move.code not in open_:
            open_.add(move.code)
            yield move


def _may_start(book: Book, move: Move) -> bool:
    return book.person is not None and starting_post(book.project, move.procedure, book.person) is not None


def _start(book: Book, move: Move) -> shapes.Move:
    return offer(book.edition, book.project, move, book.name(move.record) if move.record else "")


def _starters(book: Book, move: Move) -> str:
    offices = "、".join(book.edition.roles[role].title for role in move.procedure.by)
    return f"{move.procedure.title}现在可以办，由{offices}发起"


def _rooms(book: Book, makers: Mapping[str, Procedure]) -> Iterator[Room]:
    """The rules that bound a single payment, each with the largest amount it leaves."""
    codes = {code for name in makers for code in book.edition.rules_of_procedure(name)}
    for code, rule in book.edition.rules.items():
        if code not in codes or rule.solve is None or rule.on != ENTITY:
            continue
        for record in _bound(book, rule):
            row = book.situation.row(record)
            found = boundary(book.edition.predicates[rule.require], row, rule.solve, book.edition.types)
            if found and found.direction is Direction.AT_MOST:
                offices = "、".join(book.edition.roles[role].title for role in rule.override_by)
                cites = telling.articles(book.edition, rule.cites)
                about = book.name(record) if record else ""
                yield Room(rule.title, about, cites, max(found.value, 0), offices, rule.reason)


def _bound(book: Book, rule: Rule) -> Iterator[RecordState | None]:
    """What the rule bounds: each contract, where it looks at the contract, else all of them together."""
    parent = book.edition.entities[ENTITY].parent
    names = book.edition.predicates[rule.require].names
    if parent and any(book.edition.facts[name].entity == parent for name in names):
        yield from book.live(parent)
    else:
        yield None


def _asked(book: Book) -> Iterator[Asked]:
    for record in book.live(ENTITY):
        case = book.case(record)
        if case is None or case.state != "open":
            continue
        steps = book.edition.procedures[case.procedure].steps
        offices = [book.edition.roles[role].title for _, role in case.open_steps]
        yield Asked(
            title=_title(book, record),
            amount=book.number(record, "payment_amount"),
            waits_for="、".join(offices),
            url=book.case_url(record),
            held=tuple(
                told
                for code, _ in case.open_steps
                if code in steps
                for told in _held(book, record, steps[code])
            ),
        )


def _title(book: Book, record: RecordState) -> str:
    parent = book.situation.parent(record)
    return book.name(parent) if parent else book.name(record) or book.text(record, "payment_kind")


def _held(book: Book, record: RecordState, step: Step) -> Iterator[shapes.Refusal]:
    """What would refuse the payment at this step now."""
    codes = [code for outcome in step.outcomes.values() for code in outcome.checks]
    for finding in judge(book.edition, codes, book.situation.row(record), record.id):
        if finding.blocks or finding.needs_reason:
            yield telling.refusal(book.edition, finding)
