"""Why a predicate fails, with the values compared, and what would make it hold."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xunzhang.kernel.facts import FactType
from xunzhang.kernel.predicates import Boundary, Direction, Factor, RowJudge, boundary, explain, parse

TYPES = {
    "security": FactType.MONEY,
    "total": FactType.MONEY,
    "new": FactType.BOOLEAN,
    "kind": FactType.CHOICE,
    "signed_on": FactType.DATE,
    "n": FactType.INTEGER,
    "m": FactType.INTEGER,
}
SHARE = parse("security * :times >= total", TYPES, {"times": 20})


def the_comparison(security: int | None, total: int | None):
    (part,) = explain(SHARE, {"security": security, "total": total}, TYPES).parts
    return part.computed[0]


def test_a_comparison_as_computed():
    shown = the_comparison(26_0000_00, 568_0000_00)
    assert (shown.left_text, shown.operator, shown.right_text) == ("security * :times", ">=", "total")
    assert (shown.left_value, shown.relation, shown.right_value) == (520_0000_00, "<", 568_0000_00)
    assert shown.left_factors == (
        Factor("security", 26_0000_00, FactType.MONEY),
        Factor(":times", 20, FactType.INTEGER),
    )
    assert shown.right_factors == ()
    assert (shown.type, shown.holds, shown.equal) == (FactType.MONEY, False, False)


def test_just_on_the_limit():
    shown = the_comparison(28_4000_00, 568_0000_00)
    assert (shown.holds, shown.relation, shown.equal) == (True, "=", True)


def test_not_known():
    shown = the_comparison(None, 568_0000_00)
    assert (shown.holds, shown.relation, shown.equal, shown.left_value) == (None, None, False, None)


def test_part_by_part():
    predicate = parse(
        "security * 20 >= total AND (new OR kind = 'upgrade') AND signed_on >= DATE '2024-07-01'", TYPES, {}
    )
    facts = {"security": 1, "total": 20, "kind": "repair", "signed_on": date(2024, 6, 30)}
    why = explain(predicate, facts, TYPES)
    assert why.holds is False
    assert [part.holds for part in why.parts] == [True, None, False]
    assert [part.text for part in why.failed] == ["signed_on >= DATE '2024-07-01'"]
    assert why.missing == ("new",)
    (unknown,) = why.unknown
    assert unknown.facts == {"kind": "repair", "new": None}
    assert (unknown.computed[0].relation, unknown.computed[0].holds) == ("<>", False)
    day = why.failed[0].computed[0]
    assert (day.left_value, day.relation, day.right_value) == (date(2024, 6, 30), "<", date(2024, 7, 1))


def test_between_is_shown_as_its_two_comparisons():
    (part,) = explain(parse("n BETWEEN 3 AND 9", TYPES, {}), {"n": 10}, TYPES).parts
    assert [(shown.operator, shown.right_value, shown.holds) for shown in part.computed] == [
        (">=", 3, True),
        ("<=", 9, False),
    ]


def test_values_of_all_types_are_those_of_python():
    (part,) = explain(parse("new = TRUE", TYPES, {}), {"new": False}, TYPES).parts
    assert (part.computed[0].left_value, part.computed[0].right_value) == (False, True)
    assert part.computed[0].left_value is False


def test_a_written_amount_beside_money_is_money():
    (part,) = explain(parse("total * 3 > 500_00", TYPES, {}), {"total": 5}, TYPES).parts
    shown = part.computed[0]
    assert [factor.type for factor in shown.left_factors] == [FactType.MONEY, FactType.INTEGER]
    assert (shown.type, shown.right_value) == (FactType.MONEY, 500_00)


def test_a_written_amount_times_a_count_is_money():
    (part,) = explain(parse(":each * n >= total", TYPES, {"each": 500_00}), {"n": 3, "total": 1}, TYPES).parts
    shown = part.computed[0]
    assert [factor.type for factor in shown.left_factors] == [FactType.MONEY, FactType.INTEGER]
    assert (shown.type, shown.left_value) == (FactType.MONEY, 1500_00)


def test_all_that_is_computed_agrees_with_the_verdict():
    why = explain(parse("n > 1 AND NOT n < m", TYPES, {}), {"n": 2, "m": 3}, TYPES)
    assert [part.holds for part in why.parts] == [True, False]
    assert [part.computed[0].holds for part in why.parts] == [True, True]


@pytest.mark.parametrize(
    ("text", "facts", "name", "expected"),
    [
        (
            "security * 20 >= total",
            {"security": 26_0000_00, "total": 568_0000_00},
            "security",
            (28_4000_00, ">"),
        ),
        (
            "security * 20 >= total",
            {"security": 26_0000_00, "total": 568_0000_00},
            "total",
            (520_0000_00, "<"),
        ),
        ("security * 20 >= total", {"security": 7, "total": 141}, "security", (8, ">")),
        ("security * 20 > total", {"security": 7, "total": 140}, "security", (8, ">")),
        ("security * 20 >= total", {"total": 140}, "security", (7, ">")),
        ("security = total", {"security": 0, "total": 999_999_999}, "security", (999_999_999, "=")),
        ("total BETWEEN 100 AND 103", {"total": 0}, "total", (100, ">")),
        ("total BETWEEN 100 AND 103", {"total": 900}, "total", (103, "<")),
        ("total BETWEEN 100 AND 103", {"total": 101}, "total", (100, ">")),
        ("NOT n > 5", {"n": 8}, "n", (5, "<")),
        ("n >= 5 AND new", {"n": 1, "new": True}, "n", (5, ">")),
        ("n >= 5 AND new", {"n": 1, "new": False}, "n", None),
        ("n >= 5 AND new", {"n": 1}, "n", None),
        ("n >= 5", {"n": 1}, "m", None),
        ("new", {"new": False}, "new", None),
        ("security * 20 >= total", {"security": 1}, "security", None),
        ("n * 0 > 1", {"n": 1}, "n", None),
        ("COALESCE(n, 0) >= 5", {}, "n", (5, ">")),
    ],
)
def test_boundary(text, facts, name, expected):
    signs = {">": Direction.AT_LEAST, "<": Direction.AT_MOST, "=": Direction.EXACTLY}
    found = boundary(parse(text, TYPES, {}), facts, name, TYPES)
    assert found == (expected and Boundary(expected[0], signs[expected[1]]))


def test_boundary_of_one_part():
    predicate = parse("n >= 5 AND m >= 7", TYPES, {})
    assert boundary(predicate, {"n": 1, "m": 1}, "n", TYPES) is None
    assert boundary(predicate.parts[0], {"n": 1, "m": 1}, "n", TYPES) == Boundary(5, Direction.AT_LEAST)


COMPARISON = st.builds(
    "n * {} + m * {} {} {}".format,
    st.integers(-3, 3).map("({})".format),
    st.integers(0, 3),
    st.sampled_from(["=", "<>", "<", "<=", ">", ">="]),
    st.integers(0, 12),
)
BETWEEN = st.builds("n BETWEEN {} AND {} + m".format, st.integers(0, 9), st.integers(0, 9))
CONDITION = st.recursive(
    st.one_of(COMPARISON, BETWEEN),
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(text=CONDITION, start=st.integers(-9, 9), m=st.integers(-4, 4))
def test_boundary_against_brute_force(text, start, m):
    predicate = parse(text, TYPES, {})
    judge = RowJudge({"it": predicate}, TYPES)
    holds = {n: judge.judge({"n": n, "m": m})["it"] for n in range(-41, 42)}
    edges = [n for n in range(-40, 41) if holds[n] and not (holds[n - 1] and holds[n + 1])]
    found = boundary(predicate, {"n": start, "m": m}, "n", TYPES)
    nearest = min(edges, key=lambda n: (abs(n - start), -n), default=None)
    assert (found and found.value) == nearest
    if found and found.direction is Direction.AT_LEAST:
        assert holds[found.value + 1]
