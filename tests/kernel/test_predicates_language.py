"""What a predicate may say, and the message for everything else."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from xunzhang.kernel.facts import FactType
from xunzhang.kernel.predicates import PredicateError, RowJudge, parse

TYPES = {
    "total": FactType.MONEY,
    "paid": FactType.MONEY,
    "count": FactType.INTEGER,
    "urgent": FactType.BOOLEAN,
    "shared": FactType.BOOLEAN,
    "signed_on": FactType.DATE,
    "kind": FactType.CHOICE,
    "origin": FactType.CHOICE,
    "free": FactType.CHOICE,
    "code": FactType.TEXT,
    "reason": FactType.LONGTEXT,
    # Words of SQL are names like any other.
    "user": FactType.MONEY,
    "order": FactType.INTEGER,
    "date": FactType.DATE,
    "values": FactType.BOOLEAN,
    "current_date": FactType.DATE,
    "unknown": FactType.BOOLEAN,
}
PARAMETERS = {
    "times": 20,
    "minus": -3,
    "since": date(2024, 7, 1),
    "new": "new_build",
    "typo": "new_bild",
    "on": True,
    "unset": None,
    "select": 5,
    "huge": 10**16,
    "evil": 'x" OR 1=1',
}
CHOICES = {"kind": ["new_build", "upgrade"], "origin": ["new_build", "state"]}


def accepted(text: str):
    return parse(text, TYPES, PARAMETERS, CHOICES)


@pytest.mark.parametrize(
    ("text", "sqlite"),
    [
        ("urgent", '"urgent"'),
        ("NOT urgent", 'NOT "urgent"'),
        ("not urgent and shared", 'NOT "urgent" AND "shared"'),
        ("paid * :times >= total", '"paid" * 20 >= "total"'),
        ("total >= 5000000_00", '"total" >= 500000000'),
        ("total - :minus > 0", '"total" - (-3) > 0'),
        ("total > -5", '"total" > -5'),
        ("count * paid + total <> 7", '"count" * "paid" + "total" <> 7'),
        ("total BETWEEN 1 AND paid * 2", '"total" BETWEEN 1 AND "paid" * 2'),
        ("count NOT BETWEEN 1 AND 3", 'NOT "count" BETWEEN 1 AND 3'),
        ("kind IN ('upgrade', :new)", "\"kind\" IN ('upgrade', 'new_build')"),
        ("kind NOT IN ('upgrade')", "NOT \"kind\" IN ('upgrade')"),
        ("kind = origin", '"kind" = "origin"'),
        ("free = 'anything'", "\"free\" = 'anything'"),
        ("code = '编号甲'", "\"code\" = '编号甲'"),
        ("code = 'it''s'", "\"code\" = 'it''s'"),
        ("code = ':times'", "\"code\" = ':times'"),
        ("signed_on >= DATE '2024-02-29'", "\"signed_on\" >= '2024-02-29'"),
        ("signed_on < :since", "\"signed_on\" < '2024-07-01'"),
        ("reason IS NOT NULL", '"reason" IS NOT NULL'),
        ("total + paid IS NULL", '"total" + "paid" IS NULL'),
        ("urgent IS NOT TRUE", 'NOT "urgent" IS TRUE'),
        ("(total > 1) IS FALSE", '("total" > 1) IS FALSE'),
        ("total > 1 IS TRUE", '("total" > 1) IS TRUE'),
        ("urgent = (total > 1)", '"urgent" = ("total" > 1)'),
        ("urgent = :on", '"urgent" = TRUE'),
        ("COALESCE(urgent, FALSE)", 'COALESCE("urgent", FALSE)'),
        ("COALESCE(paid, 0) * 2 < total", 'COALESCE("paid", 0) * 2 < "total"'),
        ("user > 1 AND order = 2 AND values", '"user" > 1 AND "order" = 2 AND "values"'),
        ("date < current_date AND unknown", '"date" < "current_date" AND "unknown"'),
        ("count = :select", '"count" = 5'),
        ("total > 1 OR\n  urgent", '"total" > 1 OR "urgent"'),
        ("TRUE", "TRUE"),
    ],
)
def test_accepted(text, sqlite):
    predicate = accepted(text)
    assert predicate.sqlite == sqlite
    assert RowJudge({"it": predicate}, TYPES).judge({}).keys() == {"it"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "条件是空的"),
        ("   ", "条件是空的"),
        ("urgent AND " * 200 + "urgent", "条件过长"),
        ("(" * 21 + "urgent" + ")" * 21, "第 21 个字符处：括号套得太深"),
        ("+".join(["count"] * 60) + " > 1", "式子套得太深或太长"),
        ("NOT NOT urgent", "第 5 个字符处：NOT 与 NOT 不能相连"),
        ("count = - -1", "- 与 - 不能相连"),
        ("count = --1", "第 9 个字符处：条件里不能有注释"),
        ("urgent /* x */", "条件里不能有注释"),
        ("urgent; shared", "第 7 个字符处：不能用分号"),
        ("(urgent", "少了 1 个右括号"),
        ("urgent)", "第 7 个字符处：多了一个右括号"),
        ("urgent AND", "写法不完整或次序不对"),
        ("AND urgent", "写法不完整或次序不对"),
        ("total >", "写法不完整或次序不对"),
        ("urgent shared", "不能这样写"),
        ("()", "不能这样写"),
        ("total / 2 > 1", "第 7 个字符处：不能用除法"),
        ("total % 2 = 1", "不能用除法"),
        ("count DIV 2 = 1", "不能用除法（DIV）"),
        ("total > 1.5", "第 9 个字符处：不能用小数"),
        ("total > .5", "不能用小数"),
        ("total > 1e3", "不能用小数"),
        ("total > 5.", "不能用小数"),
        ("total > 0x1F", "数写得不对"),
        ("total > 1__0", "数写得不对"),
        ("total > 2000000000000000", "数太大"),
        ("total > 500万元", "数写得不对|只能用半角"),
        ("total > ５", "第 9 个字符处：只能用半角英文字符"),
        ("total ＞ 5", "只能用半角英文字符"),
        ("（urgent）", "第 1 个字符处：只能用半角英文字符"),
        ("总额 > 5", "只能用半角英文字符"),
        ("urgent\u00a0AND shared", "只能用半角英文字符"),
        ("urgent\u200b", "只能用半角英文字符"),
        ("ｔotal > 1", "只能用半角英文字符"),
        ("code = 'a\u202eb'", "文字里有不许用的字符"),
        ("code = 'a\u200bb'", "文字里有不许用的字符"),
        ("code = 'a\\b'", "文字里有不许用的字符"),
        ("code = 'a%b'", "文字里有不许用的字符"),
        ("code = 'a\"b'", "文字里有不许用的字符"),
        ("code = 'open", "第 8 个字符处：文字没有收尾的单引号"),
        ("code = 'a' 'b'", "两段文字不能相连"),
        ('code = "kind"', "名称不加引号，文字用单引号"),
        ('"total" > 1', "第 1 个字符处：名称不加引号"),
        ("`total` > 1", "名称不加引号"),
        ("[total] > 1", "名称不加引号"),
        ("project.total > 1", "名称里不能有点"),
        ("Total > 1", "名称 Total 应为小写"),
        ("_total > 1", "名称 _total 应为小写"),
        ("a" * 64 + " > 1", "至多 63 个字符"),
        ("nothing > 1", "第 1 个字符处：没有名为 nothing 的事实"),
        ("total > :nothing", "第 9 个字符处：没有名为 :nothing 的参数"),
        ("total > :unset", "参数 :unset 没有值"),
        ("total > :huge", "参数 :huge 的数太大"),
        ("code = :evil", "参数 :evil 的文字里有不许用的字符"),
        ("total > :1", "参数名应为小写英文字母"),
        ("total > :Times", "参数名应为小写英文字母"),
        ("total > ?", "不认识的字符"),
        ("total > $1", "不认识的字符"),
        ("total > @times", "不认识的字符"),
        ("lower(code) = 'a'", "第 1 个字符处：不能用函数 lower"),
        ("total > abs(paid)", "不能用函数 abs"),
        ("date('now') > signed_on", "不能用函数 date"),
        ("current_date() > signed_on", "不能用函数 current_date"),
        ("code LIKE 'a'", "第 6 个字符处：不能用 LIKE"),
        ("code ILIKE 'a'", "不能用 ILIKE"),
        ("CASE WHEN urgent THEN shared END", "不能用 CASE"),
        ("CAST(count AS money) > 1", "不能转换类型（CAST）"),
        ("count::bigint > 1", "不能转换类型"),
        ("total > (SELECT 1)", "不能用子查询（SELECT）"),
        ("EXISTS (SELECT 1)", "不能用子查询（EXISTS）"),
        ("total > ANY(paid)", "不能用子查询（ANY）"),
        ("count IN (total)", "IN 的括号里只能写值或参数"),
        ("count IN ()", "IN 后面应为括号里的一个或几个值|写法不完整"),
        ("count IN 3", "IN 后面应为括号里的一个或几个值|写法不完整"),
        ("total != 1", "第 7 个字符处：不等于请写 <>"),
        ("total == 1", "第 7 个字符处：等于请写一个 ="),
        ("code || 'a' = 'b'", "没有这个运算"),
        ("count & 1 = 1", "没有这个运算"),
        ("count ^ 2 = 1", "没有这个运算"),
        ("urgent IS 1", "IS 后面只能是"),
        ("total IS paid", "IS 后面只能是"),
        ("total IS TRUE", "只能用于是或否"),
        ("total IS DISTINCT FROM paid", "不能用子查询（FROM）|应为小写"),
        ("total", "应为一个判断（是或否），实为金额"),
        ("total + 1", "应为一个判断（是或否），实为金额"),
        ("5", "应为一个判断（是或否），实为数"),
        ("'text'", "应为一个判断（是或否），实为文字"),
        ("NULL", "不能这样写"),
        ("total = NULL", "不能这样写"),
        ("urgent AND total", "第 12 个字符处：应为一个判断"),
        ("urgent AND 'x'", "应为一个判断（是或否），实为文字"),
        ("NOT count", "应为一个判断（是或否），实为整数"),
        ("COALESCE(urgent) ", "COALESCE 至少要有两项"),
        ("COALESCE(total, urgent) > 1", "金额（以分计的整数）与是或否不能放在一起"),
        ("total > code", "金额（以分计的整数）与文字不能放在一起"),
        ("total > '5'", "金额（以分计的整数）与文字不能放在一起"),
        ("total > count", "金额（以分计的整数）与整数不能放在一起"),
        ("total + count > 5", "金额（以分计的整数）与整数不能放在一起"),
        ("total * paid > 5", "金额不能乘金额"),
        ("signed_on > '2024-01-01'", "日期与文字不能放在一起"),
        ("signed_on > 20240101", "日期与数不能放在一起"),
        ("signed_on + 1 > DATE '2024-01-01'", "日期不能做 + 运算"),
        ("signed_on > DATE '2024-02-30'", "没有 2024-02-30 这一天"),
        ("signed_on > DATE '2024-2-3'", "日期应写作 DATE 'YYYY-MM-DD'"),
        ("signed_on > DATE '20240203'", "日期应写作 DATE 'YYYY-MM-DD'"),
        ("signed_on > DATE", "名称 DATE 应为小写"),
        ("urgent > shared", "是或否不能比大小"),
        ("urgent + shared = 1", "是或否不能做 + 运算"),
        ("-urgent", "是或否前面不能有负号"),
        ("kind > 'upgrade'", "选项不能比大小"),
        ("code < 'b'", "文字不能比大小"),
        ("code BETWEEN 'a' AND 'b'", "不能用 BETWEEN"),
        ("kind = code", "选项与文字不能放在一起"),
        ("kind = 'new_bild'", "第 8 个字符处：kind 没有 new_bild 这个选项"),
        ("kind = 'state'", "kind 没有 state 这个选项"),
        ("kind IN ('upgrade', 'x')", "第 21 个字符处：kind 没有 x 这个选项"),
        ("kind = :typo", "kind 没有 new_bild 这个选项"),
        ("COALESCE(kind, 'x') = 'upgrade'", "kind 没有 x 这个选项"),
        ("reason = 'x'", "长文本|不能放在一起"),
        ("reason = reason", "长文本只能判断是否为空"),
        ("total = paid = 5", "判断用作比较的一边时请加括号"),
        ("total > 1 = urgent", "判断用作比较的一边时请加括号"),
        ("urgent = NOT shared", "判断用作比较的一边时请加括号|写法"),
    ],
)
def test_refused(text, message):
    with pytest.raises(PredicateError, match="|".join(map(_plain, message.split("|")))):
        accepted(text)


def _plain(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "()+*?.$^[]" else sign for sign in text)


def test_what_it_names():
    predicate = accepted("paid * :times >= total AND (urgent OR kind = :new) AND signed_on IS NULL")
    assert predicate.names == {"paid", "total", "urgent", "kind", "signed_on"}
    assert predicate.parameters == {"times", "new"}
    assert predicate.conjuncts == ("paid * :times >= total", "(urgent OR kind = :new)", "signed_on IS NULL")
    assert [part.names for part in predicate.parts[:2]] == [{"paid", "total"}, {"urgent", "kind"}]


def test_or_at_the_top_is_one_part():
    assert accepted("urgent AND shared OR total > 1").conjuncts == ("urgent AND shared OR total > 1",)


def test_dates_are_written_for_people_as_the_author_writes_them():
    assert accepted("signed_on > date '2024-07-01'").conjuncts == ("signed_on > DATE '2024-07-01'",)


def test_a_predicate_is_a_value():
    predicate = accepted("total > :times")
    assert {predicate: 1}[accepted("total > :times")] == 1
    with pytest.raises(FrozenInstanceError):
        predicate.text = "urgent"


def test_the_longest_predicates_stay_within_the_stack():
    for text in (" OR ".join(["urgent"] * 190), "NOT (" * 20 + "urgent" + ")" * 20):
        assert RowJudge({"it": accepted(text)}, TYPES).judge({"urgent": True}) == {"it": True}
