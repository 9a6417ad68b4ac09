"""Where the parts of a graph are drawn: lanes across, steps from left to right. All lengths are pixels.

Lines run at right angles. What goes on leaves a gateway to the right, what ends or jumps leaves it below,
what goes back leaves it above and runs through the head of the lane it returns to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from xunzhang.kernel.bpmn.graph import Flow, Graph, Node

Point = tuple[int, int]

LEFT = 60  # the two strips with the names of pool and lane
HEAD, ROW, CHANNEL, FOOT = 58, 66, 18, 10
BOX, EVENT, GATE, MEETING = (126, 46), (28, 28), (44, 44), (24, 24)
GAP, WORDS = 14, 84  # beside a box; a column with nothing in it but the words of a flow


@dataclass(frozen=True)
class Shape:
    """A rectangle: of a lane, or round a node."""

    id: str
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Line:
    """A flow with its corners, and where its words begin."""

    flow: Flow
    points: tuple[Point, ...]
    words_at: Point


@dataclass(frozen=True)
class Drawing:
    """A graph with its places. `width` and `height` go from 0 to the far edge."""

    graph: Graph
    lanes: Mapping[str, Shape]
    shapes: Mapping[str, Shape]
    lines: tuple[Line, ...]
    width: int
    height: int


def draw(graph: Graph) -> Drawing:
    """The same graph is always drawn the same."""
    edges = _columns(graph)
    jumps = _jumps(graph)
    lanes = _lanes(graph, edges[-1] + GAP, jumps)
    shapes = {node.id: _shape(node, edges, lanes[node.lane]) for node in graph.nodes.values()}
    lines = tuple(_line(graph, flow, shapes, lanes, jumps) for flow in graph.flows)
    return Drawing(graph, lanes, shapes, lines, edges[-1] + GAP, max(lane.bottom for lane in lanes.values()))


def _columns(graph: Graph) -> list[int]:
    """The left edge of every column, and at last the right edge of all."""
    widths: dict[int, int] = {}
    for node in graph.nodes.values():
        widths[node.column] = max(widths.get(node.column, 0), _room(node))
    ordered = [widths.get(number, WORDS) for number in range(max(widths) + 1)]
    return list(accumulate(ordered, initial=LEFT + GAP))


def _room(node: Node) -> int:
    if node.kind == "task":
        return BOX[0] + 2 * GAP
    if node.kind in ("done", "failed"):
        return 150
    return 150 if node.name and node.kind == "exclusive" and not node.id.startswith("decide") else 64


def _jumps(graph: Graph) -> dict[str, int]:
    """Each jump has a channel of its own at the foot of the lane it leaves: its number there."""
    found: dict[str, int] = {}
    taken: dict[str, int] = {}
    for flow in graph.flows:
        if flow.way == "jump":
            lane = graph.nodes[flow.source].lane
            found[flow.id] = taken.get(lane, 0)
            taken[lane] = found[flow.id] + 1
    return found


def _lanes(graph: Graph, right: int, jumps: Mapping[str, int]) -> dict[str, Shape]:
    lanes: dict[str, Shape] = {}
    top = 0
    for lane in graph.lanes:
        rows = 1 + max((node.row for node in graph.nodes.values() if node.lane == lane), default=0)
        leaving = [flow for flow in graph.flows if flow.id in jumps and graph.nodes[flow.source].lane == lane]
        height = HEAD + rows * ROW + len(leaving) * CHANNEL + FOOT
        lanes[lane] = Shape(lane, LEFT, top, right - LEFT, height)
        top += height
    return lanes


def _shape(node: Node, edges: list[int], lane: Shape) -> Shape:
    width, height = _size(node)
    left, right = edges[node.column], edges[node.column + 1]
    at_right = node.kind in ("done", "failed")
    x = right - GAP - width if at_right else (left + right - width) // 2
    return Shape(node.id, x, lane.y + HEAD + node.row * ROW + (BOX[1] - height) // 2, width, height)


def _size(node: Node) -> tuple[int, int]:
    """A gateway without a name only brings flows together, and is drawn smaller."""
    if node.kind == "exclusive":
        return GATE if node.name else MEETING
    return {"task": BOX, "parallel": GATE}.get(node.kind, EVENT)


def _line(
    graph: Graph,
    flow: Flow,
    shapes: Mapping[str, Shape],
    lanes: Mapping[str, Shape],
    jumps: Mapping[str, int],
) -> Line:
    source, target = shapes[flow.source], shapes[flow.target]
    x, y = source.middle
    if flow.way == "back":
        points = _back(source, target, lanes[graph.nodes[flow.target].lane])
        return Line(flow, points, (x + 6, source.y - 6))
    if flow.way == "jump":
        lane = lanes[graph.nodes[flow.source].lane]
        channel = lane.bottom - FOOT - CHANNEL * jumps[flow.id]
        return Line(flow, _jump(source, target, channel), (x + 6, channel - 5))
    if flow.way == "branch":
        end = target.middle[1]
        return Line(flow, ((x, source.bottom), (x, end), (target.x, end)), (x + 6, end - 6))
    if flow.way == "under":
        under = y + BOX[1] // 2 + 10
        to = target.middle[0]
        points = ((x, source.bottom), (x, under), (to, under), (to, target.bottom))
        return Line(flow, points, (x + 6, under - 3))
    return Line(flow, _on(graph, flow, source, target), (source.right + 4, y - 7))


def _on(graph: Graph, flow: Flow, source: Shape, target: Shape) -> tuple[Point, ...]:
    """Straight on; into a joining gateway from above or below, into anything else from the left."""
    (x, y), (to, end) = (source.right, source.middle[1]), target.middle
    if y == end:
        return (x, y), (target.x, y)
    if graph.nodes[flow.target].kind == "parallel" and flow.target.startswith("join"):
        return (x, y), (to, y), (to, target.bottom if y > end else target.y)
    turn = to - _room(graph.nodes[flow.target]) // 2
    return (x, y), (turn, y), (turn, end), (target.x, end)


def _jump(source: Shape, target: Shape, channel: int) -> tuple[Point, ...]:
    x, to = source.middle[0], target.middle[0]
    return (x, source.bottom), (x, channel), (to, channel), (to, _near(target, channel))


def _back(source: Shape, target: Shape, lane: Shape) -> tuple[Point, ...]:
    channel = lane.y + HEAD - 24
    x, to = source.middle[0], target.middle[0]
    begins = source.y if channel < source.y else source.bottom
    return (x, begins), (x, channel), (to, channel), (to, target.y)


def _near(shape: Shape, y: int) -> int:
    """The side of a shape that faces a height."""
    return shape.bottom if y > shape.y else shape.y
