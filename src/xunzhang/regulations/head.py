"""The head of every page of an edition, and the shelf of all that are installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.validity import REACHES, RUNNING, STATES, transition
from xunzhang.regulations import lines, readings
from xunzhang.regulations.queries import Installed
from xunzhang.regulations.telling import articles
from xunzhang.web import shapes
from xunzhang.web.words import day_text

SECTIONS = {
    "procedures": "手续和步骤",
    "roles": "角色",
    "figures": "数字和时限",
    "anomalies": "条文异常",
    "readings": "解释口径",
}


WAYS_OUT: Mapping[str, tuple[str, str]] = {
    "date_defect": ("resolve", "登记日期认定"),
    "date_ambiguous": ("resolve", "登记日期认定"),
    "ready": ("activate", "在一个区域启用"),
    "draft": ("activate", "在试用区试用"),
    "repealed": ("repeal", "看废止登记"),
}
"""By standing: the page of an administrator that leads on, and what is done there."""


@dataclass(frozen=True)
class Head:
    """The head of an edition's pages. `here` is the code of the part, "" for the list of articles.

    `may_go_on`: an administrator looks at it, and some area is still without the edition.
    """

    installed: Installed
    edition: Edition
    here: str
    is_admin: bool
    may_go_on: bool = False

    @property
    def dates(self) -> tuple[tuple[str, str], ...]:
        """Each date as the text writes it and as it is read."""
        said = self.edition.regulation
        known = (("签发", said.signed), ("印发", said.printed), ("到期", said.expiry.date))
        plain = [(head, day_text(day)) for head, day in known if day]
        return (*plain, ("施行", self._effective()))

    def _effective(self) -> str:
        day, decided = self.edition.regulation.effective, self.installed.resolution
        written = f"原文“{day.text}”" if day.text else ""
        if decided:
            return f"{written}，认定为 {day_text(decided.chosen)}"
        if day.date:
            return day_text(day.date) if not day.text else f"{day_text(day.date)}（{written}）"
        return f"{written or '条文未写'}，未认定"

    @property
    def banner(self) -> shapes.Banner | None:
        """The state, where it needs saying; with the way out for an administrator."""
        standing = self.installed.standing
        if self.installed.repeal and not standing.tone:
            return self._ahead()
        if not standing.tone and standing.code != "ready":
            return None
        return shapes.Banner(word=standing.word, text=standing.text, tone=standing.tone, link=self._way_out())

    def _ahead(self) -> shapes.Banner:
        """The edition is in force still, and its last day is known."""
        link = self._to("repeal", "看废止登记") if self.is_admin else None
        return shapes.Banner(word="将废止", text=self.installed.standing.text, tone="old", link=link)

    def _to(self, page: str, text: str) -> shapes.Link:
        return shapes.Link(text=text, url=reverse(f"regulations:{page}", args=[self.edition.id]))

    def _way_out(self) -> shapes.Link | None:
        way = WAYS_OUT.get(self.installed.standing.code)
        if not way or not self.is_admin:
            return None
        return self._to(*way)

    @property
    def transition(self) -> str:
        """What becomes of the projects under way once the edition is over."""
        return transition(self.edition.regulation.transition)

    @property
    def tabs(self) -> tuple[shapes.Tab, ...]:
        edition = self.edition
        counts = {
            "procedures": len(edition.procedures),
            "roles": len(edition.roles),
            "figures": len(edition.parameters) + len(edition.deadlines),
            "anomalies": len(edition.anomalies),
            "readings": len(readings.interpretation()),
        }
        first = shapes.Tab(
            title="逐条对照",
            url=reverse("regulations:edition", args=[edition.id]),
            count=str(edition.regulation.articles),
            here=not self.here,
        )
        rest = (
            shapes.Tab(
                title=title,
                url=lines.section(edition, name),
                count=str(counts[name]),
                here=name == self.here,
            )
            for name, title in SECTIONS.items()
        )
        text = shapes.Tab(
            title="原文", url=reverse("regulations:text", args=[edition.id]), here=self.here == "text"
        )
        return (first, *rest, text)


@dataclass(frozen=True)
class Card:
    """One edition on the shelf."""

    installed: Installed
    url: str
    counts: str
    fault: str


def shelf(rows: Iterable[Installed]) -> tuple[Card, ...]:
    """The installed editions; one whose pack cannot be read has its fault and no address."""
    return tuple(_card(row) for row in rows)


def _card(row: Installed) -> Card:
    if row.edition is None:
        return Card(row, "", "", row.fault)
    numbers = (
        f"{row.edition.regulation.articles} 条",
        f"{len(row.edition.procedures)} 道手续",
        f"{len(row.edition.rules)} 条规则",
        f"{len(row.edition.anomalies)} 处条文异常",
    )
    return Card(row, reverse("regulations:edition", args=[row.id]), "，".join(numbers), row.fault)


def refused(head: Head, message: str, typed: object) -> shapes.Refusal:
    """Why a decision on an edition was refused; `typed` is the day that was asked for, if one was."""
    day = head.edition.regulation.effective
    written = (
        *((f"原文写作“{day.text}”",) if day.text else ()),
        *((f"填写的是 {typed}",) if typed else ()),
    )
    remedy = shapes.Link(text="核对日期和依据后重新提交，填过的内容都还在下面")
    return shapes.Refusal(
        title=message, basis=articles(head.edition, day.cites), figures=written, remedy=(remedy,)
    )


def permissions() -> tuple[tuple[str, ...], ...]:
    """The table of states: word, meaning, whether it may begin, new projects, projects under way."""
    return tuple(
        (state.word, state.meaning, REACHES[state.activation], REACHES[state.entry], RUNNING[state.running])
        for state in STATES.values()
    )
