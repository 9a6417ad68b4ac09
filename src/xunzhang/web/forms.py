"""Form fields for facts: read exactly, complaining in Chinese. Nothing typed is lost."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError

from xunzhang.web import parsing, words

TEXT_LENGTH, LONGTEXT_LENGTH = 200, 2000
FEW_CHOICES = 4


class FactLike(Protocol):
    """What a field needs of a fact; `values`, `unit`, `max_length`, `hint`, `meaning` may be missing."""

    @property
    def type(self) -> object: ...
    @property
    def title(self) -> str: ...


class TypedField(forms.Field):
    """A field whose text is read by `read`. Cleans to the value, or None when left empty.

    `unit` stands right of the input, `articles` (shapes.Article) beside the label, `notes` beside choices.
    """

    unit = ""
    articles: Iterable[object] = ()
    notes: Mapping[str, str] = {}
    row = False

    def to_python(self, value: object) -> Any:
        """The value read from the text. Raises ValidationError with what to type."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return self.read(value)
        except parsing.NotReadable as fault:
            raise ValidationError(str(fault), code="invalid") from fault

    def read(self, value: object) -> Any:
        """The value of a non-empty text. Raises NotReadable."""
        return str(value).strip()

    def validate(self, value: object) -> None:
        """A required field may not be empty; False and 0 are values."""
        if self.required and value is None:
            raise ValidationError(f"请填写{self.label or '这一项'}", code="required")


class MoneyField(TypedField):
    """An amount typed in 万元; cleans to an int in 分."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    unit = "万元"

    def read(self, value: object) -> int:
        """分 of the typed 万元."""
        return parsing.parse_money(str(value))

    def prepare_value(self, value: object) -> object:
        """分 written in 万元; typed text stays as it was typed."""
        return words.wan_exact(value, separators=False) if isinstance(value, int) else value


class IntegerField(TypedField):
    """A whole number between `lowest` and `highest`."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, lowest: int | None = 0, highest: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.lowest, self.highest = lowest, highest

    def read(self, value: object) -> int:
        """The number typed."""
        return parsing.parse_integer(str(value), self.lowest, self.highest)


class DateField(TypedField):
    """A day typed as YYYY-MM-DD; the page's script adds a picker, typed text is never swallowed by one."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "2026-12-15", "data-date": ""}
    )

    def read(self, value: object) -> date:
        """The day typed."""
        return value if isinstance(value, date) else parsing.parse_date(str(value))

    def prepare_value(self, value: object) -> object:
        """A date as YYYY-MM-DD; typed text stays."""
        return value.isoformat() if isinstance(value, date) else value


class BooleanField(TypedField):
    """Three states: 是, 否, 未填; cleans to True, False or None."""

    widget = forms.RadioSelect(choices=[("true", "是"), ("false", "否"), ("", "未填")])
    row = True

    def read(self, value: object) -> bool:
        """True or False. Raises NotReadable for any other word."""
        known = {"true": True, "false": False}
        if str(value).lower() not in known:
            raise parsing.NotReadable("请选“是”或“否”")
        return known[str(value).lower()]

    def prepare_value(self, value: object) -> object:
        """The code of the choice that is ticked; unknown is 未填."""
        return "" if value is None else str(value).lower()

    def validate(self, value: object) -> None:
        """Unknown is not an answer where one is required."""
        if self.required and value is None:
            raise ValidationError("请选“是”或“否”", code="required")


class ChoiceField(TypedField):
    """One of several; whole rows are the targets, or where it `folds` a list. Cleans to the code or None."""

    def __init__(self, *, values: object, folds: bool = False, **options: Any) -> None:
        listed = words.choices_of(values)
        shown = [(code, title) for code, title, _ in listed]
        if not options.get("required", True):
            shown.append(("", "未填"))
        elif folds:
            shown.insert(0, ("", "请选择"))
        widget = forms.Select if folds else forms.RadioSelect
        super().__init__(widget=widget(choices=shown), **options)
        self.codes = {code for code, _, _ in listed}
        self.notes = {code: note for code, _, note in listed if note}
        self.row = len(shown) <= FEW_CHOICES

    def read(self, value: object) -> str:
        """A code of the list. Raises NotReadable."""
        if str(value) not in self.codes:
            raise parsing.NotReadable("请从列出的各项中选一项")
        return str(value)

    def prepare_value(self, value: object) -> object:
        """The code ticked; unknown is 未填."""
        return "" if value is None else value

    def validate(self, value: object) -> None:
        """A required choice must be made."""
        if self.required and value is None:
            raise ValidationError(f"请选择{self.label or '一项'}", code="required")


class TextField(TypedField):
    """Text of at most `max_length` characters, on one line or, when `long`, on several."""

    def __init__(self, *, max_length: int = TEXT_LENGTH, long: bool = False, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(widget=widget, **options)
        self.max_length = max_length

    def read(self, value: object) -> str:
        """The text without outer blanks. Raises NotReadable if it is too long or unprintable."""
        text = str(value).replace("\r\n", "\n").strip()
        if len(text) > self.max_length:
            raise parsing.NotReadable(f"最多 {self.max_length} 字，已写 {len(text)} 字")
        if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
            raise parsing.NotReadable("有不能显示的字符，请删去后再填")
        return text


def _text(fact: FactLike, options: dict[str, Any]) -> TypedField:
    return TextField(max_length=getattr(fact, "max_length", None) or TEXT_LENGTH, **options)


def _longtext(fact: FactLike, options: dict[str, Any]) -> TypedField:
    return TextField(max_length=getattr(fact, "max_length", None) or LONGTEXT_LENGTH, long=True, **options)


MAKERS: Mapping[str, Callable[[FactLike, dict[str, Any]], TypedField]] = {
    "money": lambda fact, options: MoneyField(**options),
    "integer": lambda fact, options: IntegerField(**options),
    "boolean": lambda fact, options: BooleanField(**options),
    "date": lambda fact, options: DateField(**options),
    "choice": lambda fact, options: ChoiceField(values=getattr(fact, "values", ()), **options),
    "text": _text,
    "longtext": _longtext,
}


def field_for(
    fact: FactLike, required: bool = False, hint: str = "", articles: Iterable[object] = ()
) -> TypedField:
    """The field of a fact by its type. `hint` falls back to the fact's own hint or meaning."""
    said = hint or str(getattr(fact, "hint", "") or getattr(fact, "meaning", "") or "")
    options: dict[str, Any] = {"label": fact.title, "required": required, "help_text": said}
    made = MAKERS[str(fact.type)](fact, options)
    made.unit = str(getattr(fact, "unit", "") or "") or made.unit
    made.articles = tuple(articles)
    return made


class FactForm(forms.Form):
    """A form made of fields for facts: FactForm(fields, request.POST or None, initial=facts)."""

    use_required_attribute = False

    def __init__(
        self,
        fields: Mapping[str, TypedField],
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
        draft: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), prefix=prefix)
        self.fields.update(fields)
        if draft:
            for made in self.fields.values():
                made.required = False

    def known(self) -> dict[str, Any]:
        """Values of the fields that can be read, the others None: what the live check judges."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}

    def typed(self) -> dict[str, str]:
        """What was typed, word for word, for keeping a draft."""
        return {name: str(self[name].value() or "") for name in self.fields}
