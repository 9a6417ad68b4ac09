"""Where words stand that are written beside what they name. All lengths are pixels."""

from __future__ import annotations

from xunzhang.kernel.bpmn.graph import Node
from xunzhang.kernel.bpmn.layout import Line, Shape

SIGN, LETTER, LINE = 12, 7, 15
WIDEST, CONDITION, LEAST = 132, 144, 48


def beside_node(node: Node, shape: Shape) -> Shape | None:
    """Conditions stand above their gateway, the rest below; None for boxes, which hold their words."""
    if node.kind in ("task", "parallel") or not node.name:
        return None
    width = min(_length(node.name), CONDITION)
    height = _height(node.name, width)
    is_condition = node.kind == "exclusive" and not node.id.startswith("decide_")
    top = shape.y - height - LINE if is_condition else shape.bottom + 2
    return Shape(node.id, shape.middle[0] - width // 2, top, width, height)


def beside_line(line: Line) -> Shape | None:
    """The words of a flow stand where the drawing has them, as wide as there is room before they break.

    Behind a decision those of more than one line go under the flow: above are those of the way back.
    """
    if not line.flow.name:
        return None
    x, foot = line.words_at
    room = line.points[1][0] - x if line.flow.way == "on" else WIDEST
    width = min(_length(line.flow.name), max(LEAST, min(room, WIDEST)))
    height = _height(line.flow.name, width)
    is_under = line.flow.way == "on" and height > LINE and line.flow.source.startswith("decide_")
    return Shape(line.flow.id, x, foot + 10 if is_under else foot + 3 - height, width, height)


def _length(words: str) -> int:
    """The length of the words on one line, with a little to spare."""
    return 4 + sum(SIGN if ord(sign) > 0x2E7F else LETTER for sign in words)


def _height(words: str, width: int) -> int:
    return LINE * -(-_length(words) // width)
