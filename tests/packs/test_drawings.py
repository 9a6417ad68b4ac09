"""The drawing of every procedure of every pack: nothing overlaps, no line runs through a step."""

from tests.packs.test_cases import EDITIONS
from xunzhang.kernel.bpmn.graph import graph
from xunzhang.kernel.bpmn.layout import Drawing, draw


def drawings() -> list[Drawing]:
    return [draw(graph(edition, code)) for edition in EDITIONS.values() for code in edition.procedures]


def test_nothing_lies_on_another_and_everything_within_its_lane() -> None:
    for drawing in drawings():
        shapes = list(drawing.shapes.values())
        for number, one in enumerate(shapes):
            lane = drawing.lanes[drawing.graph.nodes[one.id].lane]
            assert lane.y < one.y
            assert one.bottom < lane.bottom
            assert one.right < lane.right
            for other in shapes[number + 1 :]:
                apart = one.right <= other.x or other.right <= one.x
                assert apart or one.bottom <= other.y or other.bottom <= one.y, (one.id, other.id)


def test_no_line_runs_through_a_step() -> None:
    for drawing in drawings():
        tasks = [drawing.shapes[node.id] for node in drawing.graph.nodes.values() if node.kind == "task"]
        for line in drawing.lines:
            for (x, y), (to, end) in zip(line.points, line.points[1:], strict=False):
                assert x == to or y == end
                for box in tasks:
                    across = min(x, to) < box.right and max(x, to) > box.x
                    assert not (across and min(y, end) < box.bottom and max(y, end) > box.y), line.flow.id
