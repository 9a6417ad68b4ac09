"""The list of the library: what is found, counted, sorted and paged."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import TODAY, Cast
from tests.rooms.projects.conftest import Shelve, day
from tests.rooms.signed import client_of, named
from xunzhang.projects.library import sorting
from xunzhang.projects.queries import Library, Shelf, library

QUERIES = 19  # 15 of the list, 1 which calendar counts, 3 of the frame: session, person, edition in force


def seen(cast: Cast, who: str = "lead_body", **params: str) -> Library:
    return library(named(cast, who), params, TODAY)


def names(shown: Library) -> list[str]:
    return [row.project.name for row in shown.rows]


def shelf(shown: Library, title: str) -> Shelf:
    return next(one for one in shown.shelves if one.title.startswith(title))


def counts(shown: Library, title: str) -> dict[str, int]:
    one = shelf(shown, title)
    return {pick.title: pick.count for pick in (*one.picks, *one.rest)}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("网格", ["柳行街道网格平台"]),
        ("网格 柳行", ["柳行街道网格平台"]),
        ("网格　卫生", []),
        ("卫生健康局", ["健康档案"]),
        ("jn-2025-002", ["健康档案"]),
        ("独居老人", ["柳行街道网格平台"]),
        ("100%", []),
        ("_", []),
        ("'; DROP TABLE", []),
    ],
)
def test_every_word_is_looked_for_in_name_unit_number_and_summary(
    cast: Cast, shelve: Shelve, search: str, found: list[str]
) -> None:
    shelve("柳行街道网格平台", summary="独居老人关爱预警")
    shelve("健康档案", unit=cast.other)
    assert names(seen(cast, q=search)) == found


def test_everybody_sees_only_what_they_may(cast: Cast, shelve: Shelve) -> None:
    shelve("本单位的")
    shelve("别单位的", unit=cast.other)
    assert names(seen(cast, "builder")) == ["本单位的"]
    assert names(seen(cast, "stranger")) == ["别单位的"]
    assert seen(cast, "lead_body").total == 2
    assert seen(cast, "city_data_bureau").total == 0
    assert seen(cast, "admin").total == 0
    assert counts(seen(cast, "builder"), "单位") == {"全部": 1, "社会治理服务中心": 1}


def test_standing_files_are_not_in_the_list(cast: Cast, shelve: Shelve) -> None:
    shelve("单位档案", level="unit")
    shelve("区域档案", level="area")
    assert seen(cast).total == 0


def test_amounts_are_cut_at_the_figures_of_the_measure(cast: Cast, shelve: Shelve) -> None:
    for amount in (199_999_999, 200_000_000, 200_000_001, 499_999_999, 500_000_000, 500_000_001, None):
        shelve(str(amount), amount=amount)
    shown = seen(cast)
    assert counts(shown, "金额") == {
        "不足 200": 1,
        "200 整": 1,
        "超过 200，不足 500": 2,
        "500 整": 1,
        "超过 500": 1,
        "待补充": 1,
    }
    assert [cut.amount for cut in shelf(shown, "金额").cuts] == [200_000_000, 500_000_000, 500_000_000]
    assert all(cut.articles for cut in shelf(shown, "金额").cuts)
    for pick in shelf(shown, "金额").picks:
        asked = {key: value[0] for key, value in parse_qs(pick.url[1:]).items()}
        assert seen(cast, **asked).total == pick.count


def test_facets_count_under_the_other_conditions(cast: Cast, shelve: Shelve) -> None:
    shelve("甲", phase="review", year=2024)
    shelve("乙", phase="contract", year=2025)
    shelve("丙", phase="contract", year=2024, activity="expansion")
    shown = seen(cast, phase="contract")
    assert names(shown) == ["丙", "乙"]
    assert counts(shown, "年度") == {"全部": 2, "2025": 1, "2024": 1}
    assert counts(shown, "阶段")["评审"] == 1
    assert counts(shown, "建设性质")["扩建"] == 1
    assert names(seen(cast, phase="contract", year="2024")) == ["丙"]


def test_marks(cast: Cast, shelve: Shelve) -> None:
    shelve("逾期", next_due=day(2))
    shelve("今天", next_due=day(3))
    shelve("临期", next_due=date(2025, 7, 3))
    shelve("还早", next_due=date(2025, 7, 4))
    shelve("缺", unknown=3)
    shelve("违", failing=1)
    shelve("退", returned=True)
    shelve("停", status="suspended")
    shelve("办", status="active")
    flags = counts(seen(cast), "标记")
    expected = {"待补充": 1, "不符合": 1, "逾期": 1, "30 天内到期": 2, "退回": 1, "暂停建设": 1}
    assert expected.items() <= flags.items()
    assert "在办" not in flags
    assert names(seen(cast, flag="late")) == ["逾期"]
    (late,) = seen(cast, flag="late").rows
    assert (late.days_late, [tag.text for tag in late.tags]) == (1, ["逾期"])
    (halted,) = seen(cast, flag="suspended").rows
    assert [tag.text for tag in halted.tags] == ["暂停建设"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["早", "晚", "无二", "无一"]),
        ("due", ["早", "晚", "无二", "无一"]),
        ("-due", ["晚", "早", "无二", "无一"]),
        ("amount", ["无一", "早", "晚", "无二"]),
        ("-amount", ["晚", "早", "无一", "无二"]),
        ("code", ["无一", "早", "晚", "无二"]),
        ("-code", ["无二", "晚", "早", "无一"]),
    ],
)
def test_what_has_no_value_stands_last(cast: Cast, shelve: Shelve, sort: str, order: list[str]) -> None:
    shelve("无一", amount=1)
    shelve("早", next_due=day(1), amount=2)
    shelve("晚", next_due=day(9), amount=3)
    shelve("无二", amount=None)
    assert names(seen(cast, sort=sort)) == order


def test_heads_say_how_the_list_is_sorted(cast: Cast, shelve: Shelve) -> None:
    shelve()
    page = client_of(cast, "lead_body").get("/projects/?sort=-amount").content.decode()
    assert page.count("aria-sort") == 1
    assert 'class="xz-num" aria-sort="descending"' in page
    assert "?sort=amount" in page


@pytest.mark.parametrize("sort", ["due", "-due", "amount", "-amount", "code", "-code", "-contract"])
def test_pages_miss_and_repeat_nothing_while_rows_are_added(
    cast: Cast, shelve: Shelve, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "PAGE", 4)
    for number in range(13):
        due = day(number % 3 + 1) if number % 4 else None
        shelve(f"原{number}", next_due=due, amount=(number % 5) * 100 or None)
    found: list[str] = []
    params: dict[str, str] = {"sort": sort}
    while True:
        shown = seen(cast, **params)
        found += names(shown)
        shelve(f"新{len(found)}", next_due=day(1), amount=100, code=f"JN-2025-0{len(found)}x")
        if not shown.pager.older:
            break
        params = {key: value[0] for key, value in parse_qs(shown.pager.older[1:]).items()}
    kept = [name for name in found if name.startswith("原")]
    assert sorted(kept) == sorted(f"原{number}" for number in range(13))
    assert len(found) == len(set(found))


def test_the_page_before_is_the_page_one_came_from(
    cast: Cast, shelve: Shelve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "PAGE", 3)
    for number in range(8):
        shelve(str(number), next_due=day(number + 1) if number < 4 else None)
    first = seen(cast)
    second = seen(cast, **_params(first.pager.older))
    third = seen(cast, **_params(second.pager.older))
    assert (len(first.rows), len(second.rows), len(third.rows)) == (3, 3, 2)
    assert third.pager.text == "第 7 至 8 个，共 8 个"
    assert third.pager.older == ""
    assert names(seen(cast, **_params(third.pager.newer))) == names(second)
    assert names(seen(cast, **_params(second.pager.newer))) == names(first)


def _params(address: str) -> dict[str, str]:
    return {key: value[0] for key, value in parse_qs(address[1:]).items()}


def test_an_empty_list_says_which_condition_removes_what(cast: Cast, shelve: Shelve) -> None:
    shelve("网格平台", phase="review", amount=500_000_000)
    shown = seen(cast, q="网格", phase="acceptance", amount="500")
    assert shown.empty is not None
    assert shown.empty.title == "没有同时符合这 3 个条件的项目"
    assert "去掉阶段后有 1 个，去掉金额后有 0 个" in shown.empty.text
    assert [link.text for link in shown.empty.links] == ["去掉阶段“验收”", "清除全部条件"]
    assert seen(cast, **_params(shown.empty.links[0].url)).total == 1


def test_an_empty_library_offers_to_register(cast: Cast, shelve: Shelve) -> None:
    page = client_of(cast, "builder").get("/projects/").content.decode()
    assert "项目库里还没有你们能看到的项目" in page
    assert page.count('href="/projects/new/"') == 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("phase=nothing", "没有“nothing”这一项阶段"),
        ("amount=1..2", "没有“1..2”这一项金额"),
        ("year=二〇二五", "没有“二〇二五”这一项年度"),
        ("year=99999999999999999999999", "没有“99999999999999999999……”这一项年度"),
        ("unit=1%20OR%201", "这一项单位"),
        ("edition=other@1", "这一项适用办法"),
        ("flag=%00", "没有“”这一项标记"),
        ("sort=password", "不能按“password”排序"),
        ("after=x", "页码不对"),
        ("after=~", "页码不对"),
        ("after=2025-02-30~5", "页码不对"),
        ("before=~99999999999999999999999", "页码不对"),
        ("sort=amount&after=五~5", "页码不对"),
        ("sort=amount&after=" + "9" * 40 + "~5", "页码不对"),
        ("sort=code&after=%00~5", "页码不对"),
        ("q=" + "长" * 300, "查找的文字太长"),
        ("q=" + "+".join("一二三四五六七八九十"), "查找的词太多"),
    ],
)
def test_what_is_not_understood_is_named_and_left_out(
    cast: Cast, shelve: Shelve, address: str, said: str
) -> None:
    shelve("在")
    response = client_of(cast, "lead_body").get(f"/projects/?{address}")
    assert response.status_code == 200
    assert said in response.content.decode()


@pytest.mark.parametrize("address", ["q=%00%01", "q=%F0%9F", "q=<script>", "q=%25", "page=2", "x=y", "q="])
def test_strange_addresses_are_no_errors(cast: Cast, shelve: Shelve, address: str) -> None:
    shelve("在")
    response = client_of(cast, "lead_body").get(f"/projects/?{address}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_names_are_never_markup(cast: Cast, shelve: Shelve) -> None:
    shelve("<b>粗</b>&系统")
    assert "&lt;b&gt;粗&lt;/b&gt;&amp;系统" in client_of(cast, "lead_body").get("/projects/").content.decode()


def test_views_open_what_they_count(cast: Cast, shelve: Shelve) -> None:
    shelve("逾", next_due=day(1), failing=1)
    shelve("好", unit=cast.other)
    shown = seen(cast, "builder")
    assert [(view.title, view.count) for view in shown.views] == [
        ("全部", 1),
        ("30 天内到期", 0),
        ("逾期", 1),
        ("有退回", 0),
        ("有不符合", 1),
        ("有待补充", 0),
        ("我单位的", 1),
    ]
    for view in shown.views:
        assert seen(cast, "builder", **_params(view.url)).total == view.count


def test_sums_of_the_list(cast: Cast, shelve: Shelve) -> None:
    shelve(amount=100, contract_amount=90)
    shelve(amount=None)
    shelve(amount=11)
    shown = seen(cast)
    assert (shown.total, shown.amount, shown.contract) == (3, 111, 90)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_rows(cast: Cast, shelve: Shelve, count: int) -> None:
    for number in range(count):
        shelve(f"第{number}个", unit=cast.other if number % 2 else cast.unit, next_due=day(number % 28 + 1))
    client = client_of(cast, "lead_body")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/projects/?q=第&flag=late").content.decode()
    assert page.count('class="xz-t"') == sum(number % 28 < 2 for number in range(count))
    assert len(asked) == QUERIES
