"""Facts: typed values in Python, the same in JSON."""

from datetime import date, datetime

import pytest

from xunzhang.kernel.facts import FactError, FactType, from_json, stored, to_json

TYPES = {
    "total": FactType.MONEY,
    "urgent": FactType.BOOLEAN,
    "signed_on": FactType.DATE,
    "code": FactType.TEXT,
}
FACTS = {"total": 568_0000_00, "urgent": False, "signed_on": date(2024, 7, 1), "code": "甲"}


def test_there_and_back():
    data = to_json(FACTS, TYPES)
    assert data == {"total": 568_0000_00, "urgent": False, "signed_on": "2024-07-01", "code": "甲"}
    assert from_json(data, TYPES) == FACTS


def test_what_is_not_known_is_left_out():
    assert to_json({"total": None, "urgent": True}, TYPES) == {"urgent": True}
    assert from_json({"total": None, "undeclared": 5}, TYPES) == {"total": None}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total", "5"),
        ("total", 5.0),
        ("total", True),
        ("total", 10**15 + 1),
        ("urgent", 1),
        ("signed_on", "2024-07-01"),
        ("signed_on", datetime(2024, 7, 1)),
        ("code", 5),
    ],
)
def test_the_wrong_type(name, value):
    with pytest.raises(FactError, match=f"事实 {name} "):
        stored(name, TYPES[name], value)


@pytest.mark.parametrize("value", ["2024-02-30", "yesterday", 20240701])
def test_json_that_is_no_date(value):
    with pytest.raises(FactError, match="事实 signed_on "):
        from_json({"signed_on": value}, TYPES)
