"""Progress as reported beside progress by evidence, on a project that is really lived."""

from datetime import date

import pytest

from tests.conftest import Cast, make_project
from tests.rooms import lives
from tests.rooms.lifecycle import play, run
from tests.rooms.signed import client_of
from xunzhang.kernel.life import life
from xunzhang.kernel.moves import moves
from xunzhang.kernel.pack.edition import Edition
from xunzhang.procedures.queries import situation
from xunzhang.projects.models import Project
from xunzhang.regulations import catalogue
from xunzhang.supervision.progress import Standing, apart, standing


def shown(project: Project, today: date) -> Standing:
    edition: Edition = catalogue.edition(project.edition_id)
    now = situation(edition, project, today)
    return standing(project, now, edition, life(edition, now, moves(edition, now)))


@pytest.fixture
def begun(cast: Cast, project: Project) -> Project:
    return run(cast, project, "construction_start")


def test_before_the_start_nothing_is_compared(cast: Cast, project: Project) -> None:
    found = shown(project, project.registered_on)
    assert (found.begun_on, found.reported, found.evidence, found.apart) == (None, None, None, "")
    assert found.chart.bars == []


def test_a_report_is_set_beside_the_evidence(cast: Cast, begun: Project) -> None:
    day = lives.days_from(begun.registered_on)
    before = shown(begun, day(210))
    assert before.reported is None
    assert before.evidence == begun.evidence is not None
    project = play(cast, begun, lives.progress(day, 211, 90, "主体完成"))
    found = shown(project, day(230))
    assert (found.reported, found.last_on) == (90, project.reported_on)
    assert found.days == (day(230) - day(211)).days
    assert found.evidence == project.evidence
    assert project.divergence == 90 - (project.evidence or 0)
    assert found.apart == f"多报 {project.divergence} 个百分点"
    (report,) = found.reports
    assert (report.percent, report.said) == (90, ("进展情况：主体完成",))
    assert [bar.title for bar in found.chart.bars][:2] == ["填报", "证据"]


def test_what_is_done_paid_and_handed_in_raises_the_evidence(cast: Cast, project: Project) -> None:
    told = []
    after = None
    for until in ("construction_start", "initial_acceptance", "final_acceptance"):
        project = run(cast, project, until, after=after)
        told.append(shown(project, project.changed_at.date()))
        after = until
    early, middle, late = told
    assert None not in (early.evidence, middle.evidence, late.evidence)
    assert (early.evidence or 0) < (middle.evidence or 0) < (late.evidence or 0)
    assert late.accepted_on == project.accepted_on is not None
    for share in late.shares:
        assert share.percent is not None


def test_the_page_says_how_it_is_reckoned(cast: Cast, begun: Project) -> None:
    text = client_of(cast, "lead").get(f"/projects/{begun.code}/progress/").content.decode()
    assert "累计已付占已签合同总额几成" in text
    assert "已知各项的平均数" in text
    assert "条文写间隔" in text or "条文没有写间隔" in text


@pytest.mark.parametrize(
    ("points", "said"), [(None, ""), (0, "一致"), (3, "多报 3 个百分点"), (-4, "少报 4 个百分点")]
)
def test_the_difference_in_words(points: int | None, said: str) -> None:
    assert apart(points) == said


def test_an_act_of_one_project_leaves_the_other(cast: Cast, begun: Project) -> None:
    other = make_project(cast, "没有开工的项目")
    assert (other.started_on, other.evidence, other.divergence) == (None, None, None)
