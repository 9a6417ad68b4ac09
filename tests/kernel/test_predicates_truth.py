"""Three values: what is known holds or fails, and what is not known is never a pass."""

from datetime import date
from itertools import product

import pytest

from tests.kernel.agreement import assert_engines_agree
from xunzhang.kernel.facts import FactError, FactType
from xunzhang.kernel.predicates import Database, RowJudge, Source, parse, table_sql

TYPES = {
    "a": FactType.MONEY,
    "b": FactType.MONEY,
    "n": FactType.INTEGER,
    "p": FactType.BOOLEAN,
    "q": FactType.BOOLEAN,
    "d": FactType.DATE,
    "c": FactType.CHOICE,
}
T, F, U = True, False, None
DAY = date(2024, 7, 1)

AND = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}
EQUAL = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): T, (F, U): U, (U, T): U, (U, F): U, (U, U): U}

CASES = [
    *(("p AND q", {"p": p, "q": q}, AND[p, q]) for p, q in AND),
    *(("p OR q", {"p": p, "q": q}, OR[p, q]) for p, q in OR),
    *(("p = q", {"p": p, "q": q}, EQUAL[p, q]) for p, q in EQUAL),
    ("NOT p", {"p": T}, F),
    ("NOT p", {"p": F}, T),
    ("NOT p", {"p": U}, U),
    *((f"a {sign} b", {"a": 1, "b": None}, U) for sign in ("=", "<>", "<", "<=", ">", ">=")),
    *((f"a {sign} b", {}, U) for sign in ("=", "<>", "<", "<=", ">", ">=")),
    ("a >= b", {"a": 5, "b": 5}, T),
    ("a > b", {"a": 5, "b": 5}, F),
    ("a + b > 0", {"a": 1}, U),
    ("a * 0 = 0", {}, U),
    ("n * a - b = -1", {"n": 3, "a": 3, "b": 10}, T),
    ("n IN (1, 2)", {"n": 2}, T),
    ("n IN (1, 2)", {"n": 3}, F),
    ("n IN (1, 2)", {}, U),
    ("n NOT IN (1, 2)", {}, U),
    ("n NOT IN (1, 2)", {"n": 3}, T),
    ("c IN ('x', 'y')", {"c": "y"}, T),
    ("c <> 'x'", {}, U),
    ("n BETWEEN 1 AND 3", {"n": 3}, T),
    ("n BETWEEN 1 AND 3", {"n": 4}, F),
    ("n BETWEEN 1 AND 3", {}, U),
    ("a BETWEEN 5 AND b", {"a": 4}, F),
    ("a BETWEEN 5 AND b", {"a": 6}, U),
    ("a NOT BETWEEN 5 AND b", {"a": 4}, T),
    ("COALESCE(p, FALSE)", {}, F),
    ("COALESCE(p, TRUE)", {"p": F}, F),
    ("COALESCE(a, b, 7) = 7", {}, T),
    ("COALESCE(a, b) > 1", {"b": 2}, T),
    ("COALESCE(a, b) > 1", {}, U),
    ("p IS TRUE", {}, F),
    ("p IS NOT TRUE", {}, T),
    ("p IS FALSE", {"p": F}, T),
    ("p IS NOT FALSE", {}, T),
    ("a IS NULL", {}, T),
    ("a IS NULL", {"a": 0}, F),
    ("a + b IS NOT NULL", {"a": 1}, F),
    ("(a > b) IS NULL", {"a": 1}, T),
    ("a > b IS NULL", {"a": 1}, T),
    ("d = DATE '2024-07-01'", {"d": DAY}, T),
    ("d < DATE '2024-10-01'", {"d": DAY}, T),
    ("d BETWEEN DATE '2024-06-30' AND DATE '2024-07-01'", {"d": DAY}, T),
    ("d > DATE '2024-07-01'", {}, U),
    ("TRUE OR a > 1", {}, T),
]


@pytest.mark.parametrize(("text", "row", "expected"), CASES)
def test_truth(text, row, expected):
    assert RowJudge({"it": parse(text, TYPES, {})}, TYPES).judge(row)["it"] is expected


def test_truth_is_the_same_in_whole_tables(postgres_url):
    predicates = {text: parse(text, TYPES, {}) for text, _, _ in CASES}
    verdicts = assert_engines_agree(predicates, TYPES, [row for _, row, _ in CASES], postgres_url)
    order = list(predicates)
    assert [verdicts[at][order.index(text)] for at, (text, _, _) in enumerate(CASES)] == [
        case[2] for case in CASES
    ]


def test_not_and_or_by_the_laws_of_de_morgan():
    judge = RowJudge(
        {"left": parse("NOT (p AND q)", TYPES, {}), "right": parse("NOT p OR NOT q", TYPES, {})}, TYPES
    )
    for p, q in product((T, F, U), repeat=2):
        verdicts = judge.judge({"p": p, "q": q})
        assert verdicts["left"] is verdicts["right"]


def test_products_beyond_64_bits_stop_no_database(postgres_url):
    predicates = {
        text: parse(text, TYPES, {})
        for text in ("n * a > 5", "n * n * a > b", "n * a < n * b", "a * 9000 > b * 8000")
    }
    rows = [{"n": n, "a": a, "b": b} for n, a, b in product((10**15, -(10**15)), (10**15, 1), (10**15, -1))]
    assert_engines_agree(predicates, TYPES, rows, postgres_url)


@pytest.mark.parametrize(
    "row", [{"a": "5"}, {"a": 5.0}, {"a": True}, {"p": 1}, {"d": "2024-07-01"}, {"c": 5}, {"a": 10**16}]
)
def test_a_value_of_the_wrong_type_is_not_judged(row):
    judge = RowJudge({name: parse(f"{name} IS NULL", TYPES, {}) for name in TYPES}, TYPES)
    with pytest.raises(FactError, match=f"事实 {next(iter(row))} "):
        judge.judge(row)


def test_facts_that_no_predicate_names_are_passed_over():
    judge = RowJudge({"it": parse("p", TYPES, {})}, TYPES)
    assert judge.judge({"p": True, "a": "nonsense", "other": 5}) == {"it": True}


def test_many_predicates_at_once():
    few = [parse(f"a > {number}", TYPES, {}) for number in range(4)]
    verdicts = RowJudge({str(number): few[number % 4] for number in range(2400)}, TYPES).judge({"a": 3})
    assert [verdicts[str(number)] for number in range(2396, 2400)] == [True, True, True, False]
    assert len(verdicts) == 2400
    assert RowJudge({}, TYPES).judge({"a": 1}) == {}


def test_a_row_with_the_facts_of_what_it_belongs_to():
    predicates = {"share": parse("a * 5 <= b", TYPES, {})}
    changes, projects = (
        Source("change", {"a": TYPES["a"]}),
        Source("project", {"b": TYPES["b"]}, joined_by="project_id"),
    )
    assert table_sql(predicates, Database.SQLITE, changes, projects).count("LEFT JOIN") == 1
    with pytest.raises(ValueError, match="no source has the fact 'b'"):
        table_sql(predicates, Database.SQLITE, changes)
    with pytest.raises(ValueError, match="not a plain identifier"):
        table_sql(predicates, Database.SQLITE, Source('change"; --', TYPES))
