"""Words of the what-if page."""

from django import template

from xunzhang.insight.whatif import KINDS

register = template.Library()


@register.filter
def kind(code: str) -> str:
    """规则, 时限, 手续, 材料, 谁来办."""
    return KINDS[code]
