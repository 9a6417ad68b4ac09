"""The clock: Shanghai time, and a fixed moment for demonstrations."""

from datetime import date, datetime, timedelta

import pytest

from xunzhang.web import clock


def test_now_is_shanghai_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUNZHANG_NOW", raising=False)
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert abs(clock.now() - datetime.now().astimezone()) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-15T08:30:00", date(2026, 12, 15)),
        ("2026-12-15T16:30:00+00:00", date(2026, 12, 16)),
        ("2026-12-15", date(2026, 12, 15)),
    ],
)
def test_the_environment_fixes_it(text: str, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", text)
    assert clock.today() == day


def test_what_is_no_moment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHANG_NOW", "tomorrow")
    with pytest.raises(ValueError, match="tomorrow"):
        clock.now()
