"""The forms of the administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import EmailValidator, RegexValidator

from xunzhang.accounts.models import Area, Organisation, Person
from xunzhang.administration.queries import all_titles
from xunzhang.web.forms import ChoiceField, TextField

PASSWORD_RULES = "至少 10 位；不能全是数字，不能是常见密码，不能与账号相近"
YES_NO = {"yes": "是", "no": "否"}
STATES = {"active": "启用", "inactive": "停用"}
USERNAME = RegexValidator(r"^[A-Za-z0-9._-]{2,40}\Z", "账号用 2 至 40 位字母、数字、点、横线或下划线")

EMAIL = EmailValidator("邮箱写法不对，例如 name@example.gov.cn")


class Plain(forms.Form):
    """The server says in Chinese what is wrong; the browser stays silent."""

    use_required_attribute = False


def _password(label: str, autocomplete: str = "new-password", hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": f"请填写{label}", "max_length": "密码最多 200 字"},
    )


def email_field() -> TextField:
    """An address for letters, or nothing."""
    return TextField(
        label="邮箱",
        max_length=254,
        required=False,
        validators=[EMAIL],
        help_text="收通知邮件用；不填就不寄",
    )


class NewPerson(Plain):
    """A person to add."""

    name = TextField(label="姓名", required=True, max_length=40)
    username = TextField(
        label="账号",
        required=True,
        max_length=40,
        validators=[USERNAME],
        help_text="登录用，定了不能改；用字母、数字、点、横线或下划线",
    )
    password = _password("初始密码", hint=PASSWORD_RULES + "。当面或另行告诉本人，请本人登录后修改")
    is_admin = ChoiceField(label="是否系统管理员", required=True, values=YES_NO)


class ChangedPerson(Plain):
    """What may be changed of a person."""

    name = TextField(label="姓名", required=True, max_length=40)
    state = ChoiceField(
        label="账号状态",
        required=True,
        values=STATES,
        help_text="办过事的人只停用，不删除；停用后立刻不能再用",
    )
    is_admin = ChoiceField(label="是否系统管理员", required=True, values=YES_NO)
    email = email_field()

    @staticmethod
    def of(person: Person) -> dict[str, str]:
        """The person as initial values."""
        return {
            "name": person.name,
            "state": "active" if person.is_active else "inactive",
            "is_admin": "yes" if person.is_admin else "no",
            "email": person.email,
        }


class NewPassword(Plain):
    """A password that the administrator gives."""

    password = _password("新密码", hint=PASSWORD_RULES)


class OwnPassword(Plain):
    """A password that somebody changes for themselves."""

    old = _password("现在的密码", "current-password")
    password = _password("新密码", hint=PASSWORD_RULES)
    again = _password("再填一次新密码")

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person

    def clean_old(self) -> str:
        """Raises ValidationError if it is not the password in use."""
        old = str(self.cleaned_data["old"])
        if not self.person.check_password(old):
            raise forms.ValidationError("现在的密码不对")
        return old

    def clean_again(self) -> str:
        """Raises ValidationError if the two differ."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError("两次填的新密码不一样")
        return again


if TYPE_CHECKING:  # the class takes a type only for the type checker
    OrganisationField = forms.ModelChoiceField[Organisation]
else:
    OrganisationField = forms.ModelChoiceField


class Pick(OrganisationField):
    """One of the organisations in use, named with its area."""

    def __init__(self, **options: Any) -> None:
        rows = Organisation.objects.filter(is_active=True).select_related("area").order_by("area", "name")
        said = {"required": "请选择机构", "invalid_choice": "请从列出的机构里选"}
        super().__init__(rows, error_messages=said, **options)

    def label_from_instance(self, obj: Organisation) -> str:
        return f"{obj.name}（{obj.area.name}）"


class NewPost(Plain):
    """A role that a person shall exercise in an organisation."""

    organisation = Pick(label="机构", empty_label="请选择机构")
    role = forms.ChoiceField(
        label="角色", error_messages={"required": "请选择角色", "invalid_choice": "请从列出的角色里选"}
    )

    is_leader = forms.BooleanField(label="负责人：收到本机构逾期未办的通知", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["role"] = forms.ChoiceField(
            label="角色",
            choices=[("", "请选择角色"), *all_titles().items()],
            error_messages=self.fields["role"].error_messages,
        )


class NewOrganisation(Plain):
    """An organisation to add."""

    name = TextField(label="名称", required=True, max_length=80)
    area = forms.ModelChoiceField(
        Area.objects.order_by("code"),
        label="所在区域",
        empty_label="请选择区域",
        error_messages={"required": "请选择区域", "invalid_choice": "请从列出的区域里选"},
    )
    parent = Pick(label="上级机构", required=False, empty_label="没有上级机构")


class ChangedOrganisation(Plain):
    """What may be changed of an organisation."""

    name = TextField(label="名称", required=True, max_length=80)
    parent = Pick(label="上级机构", required=False, empty_label="没有上级机构")
    state = ChoiceField(label="状态", required=True, values=STATES)


class NewBinding(Plain):
    """Who shall exercise a role."""

    organisation = Pick(label="机构", empty_label="选择机构")
    role = forms.CharField(max_length=40)


class NewArea(Plain):
    """An area to add."""

    code = TextField(
        label="区划代码",
        required=True,
        max_length=6,
        validators=[RegexValidator(r"^[0-9]{6}\Z", "区划代码是 6 位数字")],
        help_text="国家标准的 6 位行政区划代码",
    )
    name = TextField(label="名称", required=True, max_length=40)
    kind = ChoiceField(
        label="用途",
        required=True,
        values={"real": "正式：办理真实项目", "sandbox": "试用：可以试用征求意见稿，办的都不是真实项目"},
        help_text="新增以后不能改",
    )


class ChangedArea(Plain):
    """A new name of an area."""

    name = TextField(label="名称", required=True, max_length=40)
