"""What the parts of a page take: plain frozen records. A template accepts a dict with the same keys as well.

Texts are plain (escaped by the page), money is in 分, dates are datetime.date, states are codes of `states`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xunzhang.web.words import Computed


@dataclass(frozen=True, kw_only=True)
class Link:
    """A verb with an object and where it leads; `after` is plain text behind the link."""

    text: str
    url: str = ""
    after: str = ""
    icon: str = ""
    primary: bool = False


@dataclass(frozen=True, kw_only=True)
class Article:
    """An article mark: a citation (anything `art` takes), its address, and a gist in our own words."""

    cite: object
    url: str = ""
    gist: str = ""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why something is refused (refusal.html) or waits for its turn (waiting.html): the four parts."""

    title: str
    basis: Sequence[Article] = ()
    figures: Sequence[str] = ()
    computed: Sequence[Computed] = ()
    remedy: Sequence[Link] = ()
    soft: str = ""
    waiting: bool = False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One row of the compliance list: state holds/fails/unknown, rule, facts used, comparison, action."""

    state: str
    title: str
    articles: Sequence[Article] = ()
    note: str = ""
    facts: str = ""
    computed: Sequence[Computed] = ()
    outcome: str = ""
    action: Link | None = None
    awaits: str = ""
    soft: str = ""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line of the live check; `word` replaces the word of the state, `share` makes it the big one."""

    state: str
    text: str
    articles: Sequence[Article] = ()
    word: str = ""
    note: str = ""
    share: str = ""
    limit: str = ""


@dataclass(frozen=True, kw_only=True)
class Node:
    """One procedure on the life map; `when` is its date or limit, `lines` what else must be said."""

    title: str
    state: str
    url: str = ""
    when: str = ""
    articles: Sequence[Article] = ()
    office: str = ""
    lines: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A phase: state done, now, next or later. Exactly one phase of a map is `now`."""

    title: str
    state: str
    note: str = ""
    nodes: Sequence[Node] = ()


@dataclass(frozen=True, kw_only=True)
class LifeMap:
    """The whole life of a project."""

    phases: Sequence[Phase]
    fold: str = "展开或收起已办的手续"


@dataclass(frozen=True, kw_only=True)
class Move:
    """What may be done now: what, a note, its article, and the one verb.

    `post`: the verb begins something, so it is a button of a form (with `record` where it is about one);
    `key` makes the line a place that remedies point to (#do-key); `on_demand` is never the primary verb.
    """

    title: str
    link: Link
    note: str = ""
    articles: Sequence[Article] = ()
    key: str = ""
    post: bool = False
    record: int | None = None
    on_demand: bool = False


@dataclass(frozen=True, kw_only=True)
class NextPanel:
    """What may be done now, and what may not with the reason of each."""

    moves: Sequence[Move] = ()
    held: Sequence[Refusal] = ()
    none_text: str = "现在没有轮到你们办的事项。"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One of at most five figures; `url` opens the rows it counts."""

    label: str
    value: str
    url: str
    unit: str = ""
    note: str = ""
    alarm: bool = False


@dataclass(frozen=True, kw_only=True)
class Deriving:
    """How a date came about. `derivation` is what xunzhang.kernel.periods returns."""

    title: str
    derivation: object
    length: str = ""
    start_reason: str = ""
    articles: Sequence[Article] = ()
    done_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Material:
    """One material: state done/open/unknown/not_applicable, the word shown, why, and what may be done."""

    title: str
    state: str
    word: str = ""
    articles: Sequence[Article] = ()
    note: str = ""
    progress: int | None = None
    links: Sequence[Link] = ()
    soft: str = ""
    here: bool = False


@dataclass(frozen=True, kw_only=True)
class Empty:
    """No rows: which conditions met, and the links that remove them."""

    title: str
    text: str = ""
    icon: str = "search"
    links: Sequence[Link] = ()


@dataclass(frozen=True, kw_only=True)
class Pager:
    """`text` says which rows of how many; an empty address means there is no such page."""

    text: str
    newer: str = ""
    older: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Banner:
    """A state of the edition: tone draft, old or "" ; never for messages of success."""

    word: str
    text: str
    tone: str = ""
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab; `count` is shown beside the title, in vermilion when `alarm`."""

    title: str
    url: str
    count: str = ""
    here: bool = False
    alarm: bool = False


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step of a case with its opinion, in the order of time."""

    title: str
    state: str
    word: str = ""
    at: date | datetime | None = None
    person: str = ""
    office: str = ""
    opinion: str = ""
    articles: Sequence[Article] = ()
    soft: str = ""
    links: Sequence[Link] = ()


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: its length follows `value`; `side` is a second text at the right end."""

    title: str
    value: int
    url: str = ""
    text: str = ""
    side: str = ""
    alarm: bool = False


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """A chart of bars; `label` is the sentence a screen reader speaks."""

    label: str
    bars: Sequence[Bar]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A duty on the 30-day strip: its day, a two-character label, the full title, where it leads."""

    day: date
    label: str
    title: str
    url: str
