"""Another law played on the same project: what it would judge, date, ask for and send to whom."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from tests.packs.test_cases import CALENDAR, EDITIONS, PACKS
from tests.support import tiny
from xunzhang.insight.figures import LARGEST, MOST_YEARS
from xunzhang.kernel import replay
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.cases import load_cases, situation_of
from xunzhang.kernel.pack.edition import Edition, with_parameters
from xunzhang.kernel.replay import Change, changes
from xunzhang.kernel.simulate import Simulation
from xunzhang.kernel.situation import Situation

TODAY = date(2030, 6, 3)
FRESH: dict[str, Value] = {"kind": "fresh", "total": 500_000_000}
ENOUGH: dict[str, Value] = {"security": 25_000_000, "summary": "五个街道共用"}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The made-up measure, its finance member and its deciding body hanging on the size of the project."""
    folder = tiny.copy_to(tmp_path_factory.mktemp("replayed"))
    for name, before, after in (
        ("procedures/life.yaml", "{role: finance, when: kind = 'fresh'}", "{role: finance, when: is_large}"),
        ("roles.yaml", "{when: kind = 'renewed', role: finance}", "{when: is_large, role: finance}"),
    ):
        file = folder / "sample" / "2030" / name if (folder / "sample").exists() else folder / name
        text = file.read_text()
        assert before in text
        file.write_text(text.replace(before, after))
    return tiny.load(folder)


def played(
    edition: Edition, situation: Situation, **figures: Value
) -> dict[tuple[str, str], tuple[str, str]]:
    found = changes((edition, situation), (with_parameters(edition, figures), situation), CALENDAR)
    return {(each.kind, each.title): (each.before, each.after) for each in found}


def reviewed(edition: Edition) -> Situation:
    project = Simulation(edition, Situation(FRESH, TODAY), CALENDAR)
    project.submit("review", ENOUGH)
    return project.situation


def test_a_paper_is_added_or_spared(edition: Edition) -> None:
    small = Situation({**FRESH, "total": 400_000_000}, TODAY)
    found = played(edition, small, study_from=400_000_000)
    assert found["material", "评审立项：研究报告"] == ("", "missing")
    assert played(edition, reviewed(edition), study_from=500_000_001)["material", "评审立项：研究报告"] == (
        "missing",
        "",
    )


def test_who_becomes_competent(edition: Edition) -> None:
    found = played(edition, reviewed(edition), study_from=500_000_001)
    assert found["office", "评审立项·立项"] == ("主管部门、财政部门", "主管部门")
    assert found["office", "审批部门"] == ("财政部门", "主管部门")


def test_a_rule_turns_and_nothing_else(edition: Edition) -> None:
    found = played(edition, reviewed(edition), share=6)
    assert {value for (kind, _), value in found.items() if kind == "rule"} == {("holds", "fails")}
    assert {kind for kind, _ in found} == {"rule"}


def test_a_limit_moves(edition: Edition) -> None:
    project = Simulation(edition, Situation(FRESH, TODAY), CALENDAR)
    project.submit("review", ENOUGH)
    project.act("review", "check", "accept", {})
    project.act("review", "decide", "approve", {"is_major": False})
    signed: dict[str, Value] = {"contract_name": "开发", "price": 100_000_000, "signed_on": date(2030, 6, 3)}
    project.submit("contract", signed)
    found = played(edition, project.situation, signing_days=11)
    assert found["deadline", "合同备案"] == ("2030-06-18", "2030-06-19")


@cache
def situations(identity: str) -> tuple[Situation, ...]:
    """Where the cases of a pack begin."""
    edition = EDITIONS[identity]
    cases = load_cases(PACKS / identity.replace("@", "/"), edition)
    return tuple(situation_of(edition, case) for _, _, case in cases)


def sampled(identity: str, count: int) -> tuple[Situation, ...]:
    """Some of them, from all corners of the pack."""
    found = situations(identity)
    return found[:: max(1, len(found) // count)][:count]


@pytest.mark.parametrize("identity", EDITIONS)
def test_a_law_differs_in_nothing_from_itself(identity: str) -> None:
    edition = EDITIONS[identity]
    same = with_parameters(edition, edition.values)
    for situation in sampled(identity, 20):
        assert changes((edition, situation), (same, situation), CALENDAR) == ()


@pytest.mark.parametrize("identity", EDITIONS)
def test_every_figure_may_be_as_small_or_as_large_as_the_page_allows(identity: str) -> None:
    edition, seen = EDITIONS[identity], set[str]()
    own = sampled(identity, 60)
    for name, parameter in edition.parameters.items():
        if parameter.type != "integer":
            continue
        for value in (1, MOST_YEARS if parameter.unit == "年" else LARGEST):
            other = with_parameters(edition, {name: value})
            for situation in own:
                found: tuple[Change, ...] = changes((edition, situation), (other, situation), CALENDAR)
                seen |= {change.kind for change in found}
    assert seen


@pytest.mark.parametrize("identity", EDITIONS)
def test_where_laws_judge_alike_nothing_but_limits_could_differ(
    identity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The short way gives what the long way gives, for another value of every figure."""
    edition, own = EDITIONS[identity], sampled(identity, 6)
    others = [
        with_parameters(edition, {name: int(each.value) + 1})
        for name, each in edition.parameters.items()
        if each.type in ("integer", "money") and each.value is not None
    ]
    asked = [((edition, situation), (other, situation)) for other in others for situation in own]
    short = [changes(before, after, CALENDAR) for before, after in asked]
    monkeypatch.setattr(replay, "_judge_alike", lambda said, would: False)
    assert short == [changes(before, after, CALENDAR) for before, after in asked]


@pytest.mark.parametrize("identity", EDITIONS)
def test_every_edition_may_be_played_on_the_projects_of_every_other(identity: str) -> None:
    edition = EDITIONS[identity]
    for other in EDITIONS.values():
        for situation in sampled(identity, 2):
            found = changes((edition, situation), (other, situation), CALENDAR)
            assert bool(found) == (other is not edition)
