"""The kinds of notices: which are duties, how they look, how one hears of them unless one says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from xunzhang.notices.models import Notice


@dataclass(frozen=True)
class Kind:
    """`is_duty`: somebody has to act, so it cannot be muted. `mail` is the default, a code of Wish.MAIL."""

    code: str
    title: str
    tone: str
    is_duty: bool
    mail: str
    meaning: str


_TITLES = dict(Notice.KINDS)
KINDS = {
    code: Kind(code, _TITLES[code], tone, is_duty, mail, meaning)
    for code, tone, is_duty, mail, meaning in (
        ("soon", "soon", True, "digest", "本机构的时限再过几个工作日就到"),
        ("today", "soon", True, "digest", "本机构的时限今天到期"),
        ("late", "late", True, "digest", "本机构的时限过了还没有办"),
        ("escalated", "late", True, "now", "逾期多个工作日仍未办，只告诉负责人"),
        ("moved", "open", False, "digest", "起算日、日历或延期使期限变了"),
        ("asked", "open", True, "now", "别的机关要本机构答复或知悉"),
        ("returned", "returned", True, "now", "送出的手续被退回，等补正"),
        ("ended", "done", False, "digest", "送出的手续办结或未通过"),
        ("system", "late", True, "now", "给系统管理员：推送停用等"),
    )
}
ADMIN_KIND = "system"
