"""A procedure as a picture on a page: the drawing of its BPMN, in words short enough to stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from xunzhang.kernel.bpmn.graph import YES, Flow, Node, graph
from xunzhang.kernel.bpmn.layout import LEFT, Drawing, Line, Point, Shape, draw
from xunzhang.kernel.pack.edition import Edition
from xunzhang.regulations.track import NOWHERE, Track, Turn, articles, marks, track, word

PER_LINE, PER_LABEL, PER_CONDITION, ARROW = 9, 11, 12, 7


@dataclass(frozen=True)
class Text:
    """Words at a place; `css` is the class of the diagram, `anchor` start, middle or end."""

    x: int
    y: int
    words: str
    css: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Part:
    """One drawn thing: `d` is an SVG path, `title` the whole words, `texts` what is written at it."""

    d: str
    css: str
    title: str
    texts: tuple[Text, ...] = ()
    arrow: str = ""


@dataclass(frozen=True)
class Diagram:
    """What the template draws. `told` says the whole in one sentence for who does not see it.

    `download` and `marks` are for the script that puts a picture one can move in the place of this one.
    """

    title: str
    told: str
    view: str
    width: int
    height: int
    lanes: tuple[tuple[Shape, str], ...]
    lines: tuple[Part, ...]
    parts: tuple[Part, ...]
    download: str
    marks: str
    is_running: bool


def diagram(
    edition: Edition, code: str, turns: Sequence[Turn] | None = None, end: str = ""
) -> Diagram | None:
    """The picture of a procedure; None if it has no steps.

    `turns` are those of a case that was handed in, `end` is how it ended: `done`, `failed` or "".
    """
    procedure = edition.procedures[code]
    if not procedure.steps:
        return None
    drawing = draw(graph(edition, code))
    found = NOWHERE if turns is None else track(drawing.graph, turns, end)
    width = drawing.width - LEFT
    return Diagram(
        title=procedure.title,
        told=_told(drawing, found),
        view=f"{LEFT} 0 {width} {drawing.height}",
        width=width,
        height=drawing.height,
        lanes=tuple((shape, drawing.graph.lanes[lane]) for lane, shape in drawing.lanes.items()),
        lines=tuple(_line(drawing, line, found) for line in drawing.lines),
        parts=tuple(_part(node, drawing.shapes[node.id], found) for node in drawing.graph.nodes.values()),
        download=reverse("regulations:bpmn", args=[edition.id, code]),
        marks=marks(drawing.graph, found),
        is_running=bool(found.now),
    )


def _told(drawing: Drawing, found: Track) -> str:
    tasks = [node for node in drawing.graph.nodes.values() if node.kind == "task"]
    steps = "，".join(f"{drawing.graph.lanes[node.lane]}{node.name}" for node in tasks)
    now = "、".join(dict.fromkeys(node.name for node in tasks if node.id in found.now))
    return f"办理路线：{steps}" + (f"。现在停在：{now}" if now else "")


def _line(drawing: Drawing, line: Line, found: Track) -> Part:
    flow = line.flow
    css = "lr" if flow.way == "back" else "lt" if flow.id in found.flows else "ln"
    words = "是" if flow.name == YES else _short(flow.name)
    texts = (Text(*line.words_at, words, _said_as(drawing, flow)),) if words else ()
    return Part(_path(line.points), css, flow.name, texts, _arrow(*line.points[-2:]))


def _said_as(drawing: Drawing, flow: Flow) -> str:
    if flow.way == "back" or drawing.graph.nodes[flow.target].kind == "failed":
        return "rt"
    return "gt" if flow.way == "on" else "s"


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _arrow(before: Point, end: Point) -> str:
    """A small triangle whose point is the end of the line."""
    (x, y), (ahead, down) = end, (_sign(end[0] - before[0]), _sign(end[1] - before[1]))
    back, side = (x - ARROW * ahead, y - ARROW * down), (ARROW * down // 2, ARROW * ahead // 2)
    return _path((end, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))) + "z"


def _sign(length: int) -> int:
    return (length > 0) - (length < 0)


def _part(node: Node, shape: Shape, found: Track) -> Part:
    if node.kind == "task":
        return _box(node, shape, found)
    if node.kind in ("exclusive", "parallel"):
        return _gateway(node, shape)
    css = {"start": "ev", "done": "end", "failed": "bad"}[node.kind]
    below = (
        () if node.kind == "start" else (Text(shape.middle[0], shape.bottom + 14, node.name, "s", "middle"),)
    )
    return Part(_circle(shape), css, node.name, below)


def _box(node: Node, shape: Shape, found: Track) -> Part:
    """A task with its title in up to two lines, its articles above, and a mark where the case stands."""
    middle, top = shape.middle
    lines = _broken(node.name, PER_LINE)
    first = top + 5 - 8 * (len(lines) - 1)
    texts = [Text(middle, first + 17 * row, words, "", "middle") for row, words in enumerate(lines)]
    texts.append(Text(shape.x, shape.y - 6, articles(node.cites), "a"))
    if node.id in found.now:
        texts.append(Text(shape.x, shape.bottom + 15, word(found.now[node.id]), "nt"))
    states = (("soft", node.reason), ("now", node.id in found.now), ("past", node.id in found.done))
    css = " ".join(("box", *(name for name, is_so in states if is_so)))
    title = node.name + (f"（系统补充：{node.reason}）" if node.reason else "")
    d = f"M{shape.x} {shape.y}h{shape.width}v{shape.height}h-{shape.width}z"
    return Part(d, css, title, tuple(text for text in texts if text.words))


def _broken(words: str, length: int) -> list[str]:
    """Up to two lines, none beginning with a closing sign; what does not fit is left to the title."""
    length += words[length : length + 1] in tuple("”）、，")
    lines = [words[at : at + length] for at in range(0, len(words), length)]
    return lines if len(lines) < 3 else [lines[0], lines[1][:-1] + "…"]


def _gateway(node: Node, shape: Shape) -> Part:
    (x, y), half = shape.middle, shape.width // 2
    d = f"M{x} {y - half}l{half} {half}l-{half} {half}l-{half} -{half}z"
    if node.kind == "parallel":
        d += f"M{x - 9} {y}h18M{x} {y - 9}v18"
    if node.kind == "parallel" or not node.name or node.id.startswith("decide"):
        return Part(d, "dec", node.name or ("都办完再往下" if node.kind == "parallel" else "汇合"))
    lines = _broken(node.name, PER_CONDITION)[::-1]
    above = (Text(x, shape.y - 7 - 14 * row, words, "s", "middle") for row, words in enumerate(lines))
    return Part(d, "dec", node.name, tuple(above))


def _circle(shape: Shape) -> str:
    half = shape.width // 2
    return f"M{shape.x} {shape.middle[1]}a{half} {half} 0 1 1 {2 * half} 0a{half} {half} 0 1 1 -{2 * half} 0z"


def _short(words: str) -> str:
    """Words that fit beside a line; of several outcomes the first with their number."""
    if len(words) <= PER_LABEL:
        return words
    parts = words.split("、")
    if len(parts) > 1 and len(parts[0]) < PER_LABEL - 3:
        return f"{parts[0]}等 {len(parts)} 种"
    return words[: PER_LABEL - 1] + "…"
