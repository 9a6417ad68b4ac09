"""One of every record that a part of a page takes, with the figures of the mocks."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

from xunzhang.kernel.facts import FactType
from xunzhang.web import drawing
from xunzhang.web.shapes import (
    Article,
    Banner,
    Bar,
    BarChart,
    Check,
    Deriving,
    Empty,
    Figure,
    Finding,
    LifeMap,
    Link,
    Mark,
    Material,
    Move,
    NextPanel,
    Node,
    Pager,
    Phase,
    Refusal,
    StepLine,
    Tab,
)

TODAY = date(2026, 11, 20)
WAN = 1_000_000


def art(number: int, gist: str = "") -> Article:
    return Article(cite=number, url=f"#a{number}", gist=gist)


def factor(value: int, kind: str) -> SimpleNamespace:
    return SimpleNamespace(value=value, type=kind)


def compared(
    left: object,
    operator: str,
    right: object,
    relation: str | None,
    holds: bool | None,
    kind: str = "money",
    left_factors: tuple[object, ...] = (),
    right_factors: tuple[object, ...] = (),
) -> SimpleNamespace:
    """A comparison as the kernel reports it."""
    return SimpleNamespace(
        left_value=left,
        operator=operator,
        right_value=right,
        relation=relation,
        holds=holds,
        type=FactType(kind),
        left_factors=left_factors,
        right_factors=right_factors,
    )


SHORT = compared(
    520 * WAN, ">=", 568 * WAN, "<", False, left_factors=(factor(26 * WAN, "money"), factor(20, "integer"))
)
EVEN = compared(
    536 * WAN, ">=", 536 * WAN, "=", True, left_factors=(factor(26_800_000, "money"), factor(20, "integer"))
)
ENOUGH = compared(
    624 * WAN, ">=", 612_500_000, ">", True, left_factors=(factor(31_200_000, "money"), factor(20, "integer"))
)

REFUSED = Refusal(
    title="会被拒：网络安全预算不足",
    basis=[art(37, "新建项目的安全预算不低于总预算的 5%")],
    computed=[SHORT],
    figures=["差 2.40 万元"],
    remedy=[Link(text="把网络安全预算改为 28.40 或更多", url="#m2", after="，同时改建设方案第七章分项")],
)
WAITING = Refusal(
    title="申请竣工验收：还差前一步",
    basis=[art(34, "先初步验收，再申请竣工验收")],
    figures=["初步验收 0 次通过", "合同约定 2026-12-15，还有 25 天"],
    remedy=[Link(text="登记初步验收。赶不上约定日，"), Link(text="申请延期", url="#")],
    waiting=True,
)
FINDINGS = [
    Finding(
        state="fails",
        title="应共享的数据须归集到位",
        articles=[art(13), Article(cite="第25条（一）", url="#")],
        note="数据未按要求归集、共享，运维经费申请会被拒。",
        facts="应归集 42 类，已归集 39 类",
        outcome="39 ＜ 42，缺 3 类",
        action=Link(text="补归集", url="#"),
    ),
    Finding(
        state="unknown",
        title="密码应用安全性评估",
        articles=[art(38)],
        note="条文要求定期评估，没有写间隔。",
        facts="评估日期 未填，评估结论 未填",
        outcome="缺 2 项事实，不作符合处理",
        awaits="等主管部门",
    ),
    Finding(
        state="holds",
        title="网络安全预算不低于总预算的 5%",
        articles=[art(37)],
        note="新建项目适用。",
        facts="网络安全预算 31.20，总预算 612.50 万元",
        computed=[ENOUGH],
    ),
]
CHECKS = [
    Check(
        state="holds",
        text="网络安全预算占比",
        articles=[art(37)],
        share="5.00%",
        limit="≥ 5%",
        note="26.80 × 20 ＝ 536.00 ≥ 536.00，恰在下限，按“不低于”算符合",
    ),
    Check(state="unknown", word="未齐", text="产品安全可靠情况说明未交", articles=[art(7)]),
    Check(state="holds", text="需求评审已通过", articles=[art(6)]),
]


def node(title: str, state: str, when: str = "", *lines: str) -> Node:
    return Node(
        title=title, state=state, url="#", when=when, articles=[art(6)], office="党政办公室", lines=lines
    )


LIFE = LifeMap(
    phases=[
        Phase(
            title="一 评审",
            state="done",
            note="2 / 2 已办",
            nodes=[
                node("需求评审", "done", "2024-06-07"),
                node("技术评审", "done", "2024-07-26", "第 2 次通过，退回 1 次"),
            ],
        ),
        Phase(
            title="二 立项入库", state="done", note="4 / 4 已办", nodes=[node("立项", "done", "2024-08-09")]
        ),
        Phase(
            title="三 预算", state="done", note="2 / 2 已办", nodes=[node("预算安排", "done", "2024-11-29")]
        ),
        Phase(
            title="四 采购合同",
            state="done",
            note="3 / 3 已办",
            nodes=[node("合同签订", "done", "2025-02-10")],
        ),
        Phase(
            title="五 建设实施",
            state="now",
            note="进行中",
            nodes=[node("项目实施", "open", "2025-02-17 起"), node("重大变更", "on_demand", "已办 1 次")],
        ),
        Phase(
            title="六 验收",
            state="next",
            note="下一步在这里",
            nodes=[
                node("初步验收", "ready", "现在可办"),
                node("竣工验收", "waiting", "约定 2026-12-15", "等：初步验收通过"),
            ],
        ),
        Phase(
            title="七 评价运维",
            state="later",
            note="0 / 3",
            nodes=[
                node("年度自评价", "later", "验收并投用后每年"),
                node("运维经费", "refused", "现在会被拒"),
                node("不上云说明", "not_applicable"),
            ],
        ),
    ]
)
NEXT = NextPanel(
    moves=[
        Move(
            title="组织初步验收",
            link=Link(text="登记初步验收", url="#"),
            note="由你们自行组织；通过后才能申请竣工验收。",
            articles=[art(34)],
        ),
        Move(
            title="填报建设进度", link=Link(text="填报进度", url="#"), note="最近一次 2026-10-28，进度 86%。"
        ),
    ],
    held=[REFUSED, WAITING],
)
FIGURES = [
    Figure(label="逾期", value="1", unit="项", url="#", note="综合行政执法局", alarm=True),
    Figure(label="7 天内到期", value="2", unit="项", url="#", note="最近 2026-11-24 周二"),
    Figure(label="等我办理", value="8", unit="件", url="#", note="其中 4 件条文未设期限"),
    Figure(label="在库项目", value="22", unit="个", url="#", note="1 个金额待补充"),
    Figure(label="申报或立项金额合计", value="5,931.60", unit="万元", url="#", note="不含待补充的 1 个"),
]
DAYS = drawing.strip(
    TODAY,
    lambda day: day.weekday() < 5,
    [
        Mark(day=date(2026, 11, 24), label="整改", title="整改期限", url="#"),
        Mark(day=date(2026, 12, 15), label="验收", title="竣工验收申请", url="#"),
        Mark(day=date(2026, 12, 15), label="签约", title="签合同", url="#"),
    ],
    "/deadlines/",
)
REST = {date(2025, 1, 25): "周六", date(2025, 2, 9): "周日"} | {
    date(2025, 1, 28) + timedelta(days=offset): "春节" for offset in range(8)
}
WORKED = [date(2025, 1, 23) + timedelta(days=offset) for offset in range(20)]
DERIVED = SimpleNamespace(
    start=date(2025, 1, 22),
    counted=tuple((day, number) for number, day in enumerate((d for d in WORKED if d not in REST), start=1)),
    skipped=tuple(sorted(REST.items())),
    made_up=(date(2025, 1, 26), date(2025, 2, 8)),
    rolled_from=None,
    nominal=None,
    end=date(2025, 2, 11),
    provisional=True,
    keys=("K1", "K2"),
)
DERIVING = Deriving(
    title="合同签订期限",
    derivation=DERIVED,
    length="10 个工作日",
    start_reason="中标通知书发出，当日不计",
    articles=[art(28)],
    done_on=date(2025, 2, 10),
    note="两项均为系统采用的口径，条文未写。",
)
MATERIALS = [
    Material(
        title="项目建设方案",
        state="done",
        word="已交",
        articles=[art(6)],
        note="建设方案V1.pdf · 12.4 MB",
        links=[Link(text="换一份", url="#")],
    ),
    Material(
        title="可行性研究报告",
        state="open",
        word="上传 62%",
        articles=[art(6)],
        progress=62,
        note="因总预算 568.00 ≥ 500 万元，须交",
    ),
    Material(
        title="产品安全可靠情况说明",
        state="unknown",
        word="未交",
        articles=[art(7)],
        note="PDF 或 OFD，50 MB 以内",
        links=[Link(text="选文件", url="#", icon="upload", primary=True), Link(text="下模板", url="#")],
    ),
    Material(
        title="不上云说明",
        state="not_applicable",
        articles=[art(9)],
        note="部署在市政务云，不适用",
        here=True,
    ),
]
EMPTY = Empty(
    title="没有同时符合这 3 个条件的项目",
    text="去掉阶段后有 1 个。",
    links=[Link(text="清除全部条件", url="#")],
)
PAGER = Pager(
    text="第 51 至 100 个，共 220 个", newer="?page=1", older="?page=3", note="未立项的按申报总额列"
)
BANNERS = [
    Banner(
        word="征求意见稿",
        text="只能试算，不能据以办理真实项目。",
        tone="draft",
        link=Link(text="进入试算", url="#"),
    ),
    Banner(word="已失效", text="2025-09-30 到期。在办 7 个照旧办完并逐个标明。", tone="old"),
]
TABS = [
    Tab(title="概况", url="#"),
    Tab(title="手续", url="#", count="19"),
    Tab(title="合规", url="#", count="1 不符合", here=True, alarm=True),
]
STEPS = [
    StepLine(
        title="形式审查",
        state="holds",
        word="受理",
        at=date(2026, 11, 13),
        person="赵敏",
        opinion="材料 6 件齐全，\n建设方案已改正。",
        soft="条文没有写形式审查",
    ),
    StepLine(
        title="形式审查",
        state="returned",
        word="退回补正",
        at=datetime(2026, 11, 11, 9, 30),
        person="赵敏",
        opinion="<b>差 5.00</b>",
        links=[Link(text="看材料", url="#")],
    ),
]
CHART = BarChart(
    label="各阶段项目个数与金额",
    bars=[
        Bar(title="评审", value=7, url="#", side="1,598.40"),
        Bar(title="立项入库", value=3, url="#", side="410.00"),
        Bar(title="预算", value=0, side="0.00"),
        Bar(title="评价运维", value=1, alarm=True),
    ],
)
