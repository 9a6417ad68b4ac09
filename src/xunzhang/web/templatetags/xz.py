"""Tags of every page: `{% load xz %}`. Each writes one small, escaped piece of HTML."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django import template
from django.forms import BoundField, Select
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from xunzhang.web import drawing, words
from xunzhang.web.shapes import Bar
from xunzhang.web.states import state_of

register = template.Library()
EMPTY = mark_safe("")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite: {% icon 'check' %}. The word beside it speaks."""
    sprite = static("vendor/icons.svg")
    return format_html('<svg class="xz-i" aria-hidden="true"><use href="{}#i-{}"/></svg>', sprite, name)


@register.simple_tag
def state(code: str | bool | None, word: str = "") -> SafeString:
    """Word + icon + colour: {% state 'done' %}, {% state 'unknown' '未交' %}, {% state verdict %}."""
    shown = state_of(code)
    return format_html(
        '<span class="xz-state {}">{}{}</span>', shown.css, icon(shown.icon), word or shown.word
    )


@register.simple_tag
def node_state(code: str) -> SafeString:
    """The state of a node of the life map: its icon and word."""
    shown = state_of(code)
    return format_html('<span class="xz-w">{}{}</span>', icon(shown.icon), shown.word)


@register.filter
def node_css(code: str) -> str:
    """The class of a node of the life map in this state."""
    return state_of(code).node_css


@register.simple_tag
def money(fen: int | None, exact: bool = False) -> SafeString:
    """万元 with two decimals, 元 in the title: {% money row.total %}. None is 待补充, never nought."""
    if fen is None:
        return state(None)
    text = words.wan_exact(fen) if exact else words.wan(fen)
    return format_html(
        '<data class="xz-money" value="{}" title="{} 元">{}</data>', fen, words.yuan(fen), text
    )


@register.filter
def wan(fen: int | None) -> str:
    """万元 exact to the 分 without separators, for an input's value; "" for None."""
    return "" if fen is None else words.wan_exact(fen, separators=False)


@register.simple_tag
def money_input(name: str, fen: int | str | None = None, label: str = "") -> SafeString:
    """A lone input in 万元 outside a form class: {% money_input 'least' value '最低金额' %}."""
    value = wan(fen) if not isinstance(fen, str) else fen
    return format_html(
        '<span class="xz-unit"><input class="form-control" id="id_{}" name="{}" value="{}"'
        ' inputmode="decimal" autocomplete="off" aria-label="{}（万元）"><span>万元</span></span>',
        name,
        name,
        value,
        label or "金额",
    )


@register.simple_tag
def day(value: object) -> SafeString:
    """2026-12-15 周二 from a date, a datetime or stored text; None is 待补充."""
    known = words.as_date(value)
    if known is None:
        return state(None)
    return format_html(
        '<time class="xz-date" datetime="{}">{}</time>', known.isoformat(), words.day_text(known)
    )


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """2026-11-20 10:16, in Shanghai time; nothing for None."""
    if value is None:
        return EMPTY
    local = localtime(value) if value.tzinfo else value
    text = f"{local:%Y-%m-%d %H:%M}"
    return format_html('<time class="xz-date" datetime="{}">{}</time>', local.isoformat(), text)


@register.simple_tag
def due(
    due_on: object, today: date, done_on: object = None, working_days_late: int | None = None
) -> SafeString:
    """A limit: date, weekday, then distance. No `due_on` is 未设期限, which never counts down."""
    limit, done = words.as_date(due_on), words.as_date(done_on)
    if limit is None:
        return mark_safe('<span class="xz-due"><b>未设期限</b></span>')
    css, text = _distance(limit, today, done, working_days_late)
    return format_html('<span class="xz-due {}">{} <b>{}</b></span>', css, words.day_text(limit), text)


def _distance(limit: date, today: date, done: date | None, late: int | None) -> tuple[str, str]:
    """(class, words) of a limit seen from `today`."""
    over = ((done or today) - limit).days
    if over > 0:
        counted = f"{late} 个工作日" if late else f"{over} 天"
        return "is-late", f"逾期 {counted}" + ("办结" if done else "")
    if done:
        return "is-done", f"按期，{done.isoformat()} 办结"
    if not over:
        return "is-soon", "今天到期"
    return ("is-soon" if limit - today <= timedelta(days=drawing.SOON_DAYS) else ""), f"{-over} 天"


@register.simple_tag
def art(cite: object, url: str = "", gist: str = "") -> SafeString:
    """An article mark: {% art 37 url %}, {% art citation url gist %}. Without an address it is plain."""
    text = words.article_text(cite)
    title = gist or f"看{text}的要点"
    if not url:
        return format_html('<span class="xz-art" title="{}">{}</span>', gist, text)
    return format_html('<a class="xz-art" href="{}" title="{}">{}</a>', url, title, text)


@register.simple_tag
def soft(reason: str, word: str = "系统补充") -> SafeString:
    """The mark of what the software added, with its reason; nothing if there is no reason."""
    if not reason:
        return EMPTY
    return format_html(
        '<span class="xz-soft" title="{0}">{1}<span class="visually-hidden">：{0}</span></span>', reason, word
    )


@register.simple_tag
def cell(value: object, fact: object) -> SafeString | str:
    """A fact's value by its type: {% cell value fact %}; `fact` has type and, if of use, values and unit."""
    kind = str(getattr(fact, "type", "text"))
    if value is None or value == "":
        return state(None)
    if kind == "money":
        return money(int(str(value)))
    if kind == "date":
        return day(value)
    if kind == "choice":
        return words.title_of(getattr(fact, "values", ()), value)
    unit = str(getattr(fact, "unit", "") or "")
    if unit == words.YEAR:
        return f"{value} {unit}"
    return f"{words.quantity(value, kind)} {unit}".strip()


@register.simple_tag
def eq(computed: words.Computed) -> SafeString:
    """A comparison as computed: 26.00 × 20 ＝ 520.00 ＜ 568.00（4.58%）."""
    return format_html('<span class="xz-eq">{}</span>', words.comparison_text(computed))


@register.filter
def cells(derivation: object) -> list[drawing.DayCell]:
    """The days of a derivation, counted and skipped, for derivation.html."""
    return drawing.day_cells(derivation)


@register.filter
def skipped(derivation: object) -> str:
    """The days that were not counted, with their reasons."""
    return drawing.skipped_text(derivation)


@register.filter
def rows_of(bars: Iterable[Bar]) -> list[drawing.BarRow]:
    """Bars with their places, for bar_chart.html."""
    return drawing.bar_rows(bars)


@register.filter
def height_of(bars: list[Bar]) -> int:
    """Height of the drawing of these bars."""
    return drawing.bar_height(bars)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input of a field with the classes of the look; marked bad when it has an error."""
    look = "form-select" if isinstance(field.field.widget, Select) else "form-control"
    return field.as_widget(attrs={"class": f"{look} is-bad" if field.errors else look})


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """A whole field: label, 必填, article mark, input, unit, hint, error: {% field form.total_budget %}."""
    return {"field": bound, "notes": getattr(bound.field, "notes", {})}


@register.filter
def note_of(notes: dict[str, str], value: object) -> str:
    """The note of one choice."""
    return notes.get(str(value), "")
