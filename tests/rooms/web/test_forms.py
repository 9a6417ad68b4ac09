"""Forms of facts: values clean, complaints in Chinese, nothing typed is lost."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.template import engines

from tests.rooms.web.gallery import FACTS, TYPED, form
from xunzhang.kernel.facts import FactType
from xunzhang.web.forms import MAKERS, FactForm, field_for

GOOD = TYPED | {"security": "28.40", "day": "2026-09-11", "name": "李文静"}


def rendered(filled: FactForm, name: str) -> str:
    source = "{% load xz %}{% field field %}"
    return engines["django"].from_string(source).render({"field": filled[name]})


def test_every_type_of_fact_has_a_field() -> None:
    assert set(MAKERS) == {str(kind) for kind in FactType}


def test_a_good_form_gives_typed_values() -> None:
    filled = form(GOOD)
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data == {
        "summary": "建设统一底座",
        "kind": "new",
        "total": 568_000_000,
        "security": 28_400_000,
        "classes": 46,
        "cloud": True,
        "day": date(2026, 9, 11),
        "name": "李文静",
    }


def test_an_empty_field_is_unknown_and_never_nought() -> None:
    filled = form({})
    assert not filled.is_valid()
    assert set(filled.errors) == {"kind", "total", "name"}
    assert filled.known() == dict.fromkeys(FACTS)


def test_a_draft_asks_for_nothing() -> None:
    fields = {name: field_for(fact, required=True) for name, fact in FACTS.items()}
    assert FactForm(fields, {}, draft=True).is_valid()


def test_bad_fields_do_not_hide_the_good_ones_from_the_live_check() -> None:
    known = form(TYPED).known()
    assert known["total"] == 568_000_000
    assert known["security"] is None
    assert known["cloud"] is True


@pytest.mark.parametrize("name", ["security", "day"])
def test_what_was_typed_stays_in_its_field(name: str) -> None:
    html = rendered(form(TYPED), name)
    assert f'value="{TYPED[name]}"' in html
    assert "is-bad" in html
    assert f'id="id_{name}_error"' in html
    assert f"id_{name}_error" in html.split('aria-describedby="')[1].split('"')[0]


def test_stored_values_are_written_as_they_would_be_typed() -> None:
    initial = {"total": 568_000_001, "day": date(2026, 9, 11), "cloud": None, "kind": "new"}
    shown = FactForm({name: field_for(fact) for name, fact in FACTS.items()}, initial=initial)
    assert 'value="568.000001"' in rendered(shown, "total")
    assert 'value="2026-09-11"' in rendered(shown, "day")
    assert 'value="" ' in rendered(shown, "cloud").split("checked")[0].rsplit("<input", 1)[1]
    assert shown.typed()["total"] == "568.000001"


def test_hostile_text_is_escaped() -> None:
    html = rendered(form({"name": '"><script>alert(1)</script>'}), "name")
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("name", "typed", "part"),
    [
        ("kind", "other", "请从列出的各项中选一项"),
        ("kind", "", "请选择建设性质"),
        ("cloud", "maybe", "请选“是”或“否”"),
        ("total", "", "请填写总预算"),
        ("summary", "长" * 301, "最多 300 字，已写 301 字"),
        ("name", "a\x00b", "不能显示的字符"),
        ("classes", "4.5", "不是整数"),
    ],
)
def test_complaints(name: str, typed: str, part: str) -> None:
    assert part in str(form(GOOD | {name: typed}).errors[name])


def test_unit_hint_article_and_length_come_from_the_fact() -> None:
    fact = SimpleNamespace(title="存储", type="integer", unit="TB", hint="估算", max_length=None)
    made = FactForm({"store": field_for(fact, required=True)})
    html = rendered(made, "store")
    assert "TB" in html
    assert "估算" in html
    assert "必填" in html


def test_optional_choices_can_be_taken_back() -> None:
    fact = SimpleNamespace(title="性质", type="choice", values=[("new", "新建", "要判安全预算")])
    assert "未填" in rendered(FactForm({"kind": field_for(fact)}), "kind")
    html = rendered(FactForm({"kind": field_for(fact, required=True)}), "kind")
    assert "未填" not in html
    assert "要判安全预算" in html
