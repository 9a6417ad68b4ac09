"""Forms of the reading room: a defective date, putting in force, a repeal, comparing two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from xunzhang.accounts.models import Area
from xunzhang.kernel.pack.edition import Edition
from xunzhang.regulations.queries import Installed
from xunzhang.regulations.telling import articles
from xunzhang.web.forms import ChoiceField, DateField, FactForm, TextField
from xunzhang.web.words import day_text


def resolve_form(edition: Edition, typed: Mapping[str, str] | None = None) -> FactForm:
    """Which of the days that the text may mean is taken, why, and by which document."""
    day = edition.regulation.effective
    chosen = ChoiceField(values={str(each): day_text(each) for each in day.candidates}, label="采用哪一天")
    chosen.articles = articles(edition, day.cites)
    if day.recommended:
        chosen.help_text = f"建议 {day.recommended}"
    fields = {
        "chosen": chosen,
        "reason": TextField(max_length=300, long=True, label="理由"),
        "document": TextField(
            max_length=160, label="依据文件", help_text="文件名称和文号，例如书面答复、会议纪要"
        ),
    }
    return FactForm(fields, typed)


def activate_form(
    areas: Iterable[Area], begins: date | None, typed: Mapping[str, str] | None = None
) -> FactForm:
    """In which area, and from which day on."""
    fields = {
        "area": ChoiceField(values={area.code: area.name for area in areas}, label="在哪个区域施行"),
        "since": DateField(label="从哪一天起", help_text=f"不能早于 {begins}" if begins else ""),
    }
    return FactForm(fields, typed, initial={"since": begins})


def repeal_form(typed: Mapping[str, str] | None = None) -> FactForm:
    """From which day on, by which document, and what else there is to say."""
    fields = {
        "since": DateField(label="从哪一天起废止", help_text="这一天起不收新项目，前一天还收"),
        "document": TextField(
            max_length=160, label="依据文件", help_text="写明废止它的文件名称和文号，例如“……的决定”"
        ),
        "reason": TextField(max_length=300, long=True, label="说明", required=False),
    }
    return FactForm(fields, typed)


def withdraw_form(typed: Mapping[str, str] | None = None) -> FactForm:
    """Why a recorded repeal is taken back."""
    return FactForm({"reason": TextField(max_length=300, label="为什么撤销")}, typed)


def compare_form(
    shelf: Iterable[Installed], typed: Mapping[str, str] | None, offered: Mapping[str, str]
) -> FactForm:
    """Which two editions are compared; `offered` is chosen already where only one is known."""
    names = {row.id: row.edition.name for row in shelf if row.edition}
    fields = {
        "left": ChoiceField(values=names, folds=True, label="左边"),
        "right": ChoiceField(values=names, folds=True, label="右边"),
    }
    return FactForm(fields, typed, initial=offered)
