"""Every component on one page: what the tests render and people look at."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

from django.template import engines
from django.test import RequestFactory

from tests.rooms.web import samples
from tests.rooms.web.samples import TODAY, art
from xunzhang.kernel.facts import FactType
from xunzhang.web import forms
from xunzhang.web.context import Chrome, Place, Regime


def fact(title: str, kind: str, **more: object) -> SimpleNamespace:
    return SimpleNamespace(title=title, type=FactType(kind), **more)


FACTS = {
    "summary": fact(
        "建设内容摘要", "longtext", max_length=300, meaning="写清做什么、给谁用、停用哪些旧系统。"
    ),
    "kind": fact("建设性质", "choice", values={"new": "新建", "rebuild": "改建", "extend": "扩建"}),
    "total": fact("总预算", "money", meaning="与方案第七章合计一致"),
    "security": fact("网络安全预算", "money"),
    "classes": fact("归集的数据", "integer", unit="类"),
    "cloud": fact("部署在政务云", "boolean"),
    "day": fact("集体研究日期", "date"),
    "name": fact("负责人", "text"),
}
TYPED = {
    "summary": "建设统一底座",
    "kind": "new",
    "total": "568.00",
    "security": "五百万",
    "classes": "46",
    "cloud": "true",
    "day": "2026-02-30",
    "name": "",
}


def form(data: dict[str, str] | None = None) -> forms.FactForm:
    """A form of all kinds of facts."""
    fields = {
        name: forms.field_for(fact, required=name in ("kind", "total", "name"), articles=[art(37)])
        for name, fact in FACTS.items()
    }
    return forms.FactForm(fields, data)


def chrome() -> Chrome:
    """The frame of a signed-in clerk's page."""
    titles = ("工作台", "项目库", "监督", "法规", "管理")
    return Chrome(
        places=tuple(Place(title, f"/{index}/", index == 1) for index, title in enumerate(titles)),
        name="王建国",
        organisation="党政办公室（大数据）",
        today=TODAY,
        regime=(Regime("高新区 2024 版", "/r/", "管字〔2024〕10号 · 自 2024-05-01 起按本版办理"),),
        home="/0/",
        notices="/notices/",
        library="/1/",
        sign_in="/in/",
        sign_out="/out/",
        password="/password/",
        wishes="/notices/settings/",
    )


def context() -> dict[str, object]:
    """What the gallery shows."""
    return {
        "chrome": chrome(),
        "refused": samples.REFUSED,
        "waiting": samples.WAITING,
        "findings": samples.FINDINGS,
        "checks": samples.CHECKS,
        "life": samples.LIFE,
        "next": samples.NEXT,
        "figures": samples.FIGURES,
        "days": samples.DAYS,
        "deriving": samples.DERIVING,
        "materials": samples.MATERIALS,
        "empty": samples.EMPTY,
        "pager": samples.PAGER,
        "banners": samples.BANNERS,
        "tabs": samples.TABS,
        "steps": samples.STEPS,
        "chart": samples.CHART,
        "form": form(TYPED),
        "today": TODAY,
        "limits": [date(2026, 11, 18), date(2026, 11, 24), date(2026, 12, 15), None],
    }


def page() -> str:
    """The gallery as HTML."""
    source = (Path(__file__).parent / "gallery.html").read_text()
    request = RequestFactory().get("/web/gallery/")
    return engines["django"].from_string(source).render(context(), request)
