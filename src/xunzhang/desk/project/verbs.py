"""What one does at a step, as the word on a button."""

from __future__ import annotations

from collections.abc import Mapping

from xunzhang.kernel.pack.model import Step

_VERBS: Mapping[str, str] = {
    "check": "审查",
    "review": "评审",
    "decision": "作出决定",
    "opinions": "出具意见",
    "external": "登记结果",
    "filing": "确认备案",
    "notify": "确认收到",
    "sign": "签署",
    "publish": "发布",
    "record": "登记",
    "pay": "登记支付",
    "evaluate": "评价",
    "report": "报送",
    "order": "发出通知",
    "answer": "答复",
    "recheck": "复查",
    "government": "作出决定",
    "entrust": "办理委托",
}


def verb(step: Step | None) -> str:
    """评审, 签署 …; 补正 where the case came back to its starter."""
    return _VERBS[step.kind] if step else "补正"
