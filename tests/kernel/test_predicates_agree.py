"""Random predicates over random facts: one row, SQLite's table and PostgreSQL's table never differ."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kernel.agreement import assert_engines_agree
from xunzhang.kernel.facts import FactType
from xunzhang.kernel.predicates import explain, parse

TYPES = {
    "total": FactType.MONEY,
    "paid": FactType.MONEY,
    "count": FactType.INTEGER,
    "order": FactType.INTEGER,
    "urgent": FactType.BOOLEAN,
    "user": FactType.BOOLEAN,
    "signed_on": FactType.DATE,
    "kind": FactType.CHOICE,
    "name": FactType.TEXT,
}
PARAMETERS = {"times": 20, "minus": -2, "since": date(2024, 7, 1), "sort": "b", "on": True}
DAYS = st.sampled_from([date(2024, 6, 30), date(2024, 7, 1), date(2024, 10, 1)])
SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
NUMBERS = st.integers(0, 5).map(str)


def numbers(*facts: str, factors: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Sums and products of one unit."""
    return st.recursive(
        st.one_of(st.sampled_from(facts), st.sampled_from(["7", "1_00", ":times", ":minus", "(-3)"])),
        lambda inner: st.one_of(
            st.builds("{} {} {}".format, inner, st.sampled_from("+-"), inner),
            st.builds("({} - {})".format, inner, inner),
            st.builds("({}) * {}".format, inner, factors),
            st.builds("(-({}))".format, inner),
            st.builds("COALESCE({}, {})".format, inner, inner),
        ),
        max_leaves=3,
    )


MONEY = numbers("total", "paid", factors=st.sampled_from(["count", ":times", "3", ":minus"]))
INTEGER = numbers("count", "order", factors=st.sampled_from(["count", "3"]))
DATES = st.one_of(st.just("signed_on"), st.just(":since"), DAYS.map("DATE '{}'".format))
FLAGS = st.sampled_from(["urgent", "user", "COALESCE(urgent, user)", "COALESCE(user, FALSE)", ":on", "TRUE"])
STRINGS = st.lists(st.sampled_from(["'a'", ":sort", "'中文'", "'it''s'"]), min_size=1, max_size=3).map(
    ", ".join
)


def compared(sides: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{} {} {}".format, sides, SIGNS, sides),
        st.builds("{} {}BETWEEN {} AND {}".format, sides, st.sampled_from(["", "NOT "]), sides, sides),
        st.builds("{} IS {}NULL".format, sides, st.sampled_from(["", "NOT "])),
    )


LEAVES = st.one_of(
    FLAGS,
    compared(MONEY),
    compared(INTEGER),
    compared(DATES),
    st.builds("{} {} {}".format, FLAGS, st.sampled_from(["=", "<>"]), FLAGS),
    st.builds("count {}IN ({}, :minus, -1)".format, st.sampled_from(["", "NOT "]), NUMBERS),
    st.builds(
        "{} {}IN ({})".format, st.sampled_from(["kind", "name"]), st.sampled_from(["", "NOT "]), STRINGS
    ),
    st.builds("COALESCE(kind, 'b') {} 'b'".format, st.sampled_from(["=", "<>"])),
)
TRUTHS = st.sampled_from(["TRUE", "NOT TRUE", "FALSE", "NOT FALSE", "NULL", "NOT NULL"])
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("{} AND {}".format, inner, inner),
        st.builds("{} OR {}".format, inner, inner),
        st.builds("({} OR {}) AND {}".format, inner, inner, inner),
        st.builds("NOT ({})".format, inner),
        st.builds("({}) IS {}".format, inner, TRUTHS),
        st.builds("({}) = ({})".format, inner, inner),
    ),
    max_leaves=5,
)
AMOUNTS = st.one_of(st.none(), st.integers(-3, 21), st.sampled_from([10**12, -(10**12), 100, 140]))
COUNTS = st.one_of(st.none(), st.integers(-3, 8))
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "total": AMOUNTS,
        "paid": AMOUNTS,
        "count": COUNTS,
        "order": COUNTS,
        "urgent": st.sampled_from([None, True, False]),
        "user": st.sampled_from([None, True, False]),
        "signed_on": st.one_of(st.none(), DAYS),
        "kind": st.sampled_from([None, "a", "b"]),
        "name": st.sampled_from([None, "", "a", "A", "中文", "it's"]),
    },
)
SAMPLES = {
    "texts": st.lists(CONDITIONS, min_size=1, max_size=4),
    "rows": st.lists(ROWS, min_size=1, max_size=4),
}


def judged(texts: list[str], rows, postgres_url: str | None) -> None:
    predicates = {text: parse(text, TYPES, PARAMETERS) for text in texts}
    verdicts = assert_engines_agree(predicates, TYPES, rows, postgres_url)
    for row, by_predicate in zip(rows, verdicts, strict=True):
        for predicate, verdict in zip(predicates.values(), by_predicate, strict=True):
            why = explain(predicate, row, TYPES)
            parts = [part.holds for part in why.parts]
            assert why.holds is verdict
            assert verdict is (False if False in parts else None if None in parts else True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(**SAMPLES)
def test_row_and_table_agree(texts, rows):
    judged(texts, rows, None)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(**SAMPLES)
def test_row_and_both_tables_agree(postgres_url, texts, rows):
    judged(texts, rows, postgres_url)


def test_a_difference_is_told(monkeypatch):
    predicate = parse("total > 5", TYPES, {})
    monkeypatch.setattr("tests.kernel.agreement._in_sqlite", lambda sql, documents: [[False]])
    with pytest.raises(AssertionError, match="total > 5: True on the row, False in the table"):
        assert_engines_agree({"it": predicate}, TYPES, [{"total": 6}], None)
