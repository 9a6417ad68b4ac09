"""A procedure as a BPMN 2.0 file with diagram interchange, after the schema of OMG formal/2011-01-03."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from xunzhang.kernel.bpmn.graph import Flow, Graph, Node, graph
from xunzhang.kernel.bpmn.labels import beside_line, beside_node
from xunzhang.kernel.bpmn.layout import LEFT, Drawing, Line, Shape, draw
from xunzhang.kernel.pack.citation import Cites
from xunzhang.kernel.pack.edition import Edition

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
EDGES = "http://www.omg.org/spec/DD/20100524/DI"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
SQL = "urn:iso:std:iso-iec:9075"
PREFIXES = {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": BOUNDS, "di": EDGES, "xsi": SCHEMA}
ELEMENTS = {
    "start": "startEvent",
    "task": "userTask",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "done": "endEvent",
    "failed": "endEvent",
}


def document(edition: Edition, code: str) -> str:
    """The file of one procedure. Raises KeyError if the edition has no such procedure."""
    drawing = draw(graph(edition, code))
    root = ET.Element(
        f"{{{MODEL}}}definitions",
        {
            "id": f"definitions_{code}",
            "name": drawing.graph.procedure.title,
            "targetNamespace": f"urn:xunzhang:{edition.id.replace('@', ':')}",
            "expressionLanguage": SQL,
        },
    )
    _collaboration(root, edition, drawing.graph)
    _process(root, drawing.graph)
    _diagram(root, drawing)
    for prefix, uri in PREFIXES.items():
        ET.register_namespace(prefix, uri)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def documents(edition: Edition) -> Iterator[tuple[str, str]]:
    """Every procedure of the edition by its code, with its file."""
    return ((code, document(edition, code)) for code in edition.procedures)


def grounds(cites: Cites, reason: str) -> str:
    """What a part rests on, in words: its articles, or why the software adds it."""
    parts = []
    if cites:
        parts.append("依据：" + "、".join(cite.label for cite in cites))
    if reason:
        parts.append(f"系统补充：{reason}")
    return "；".join(parts)


def _add(parent: ET.Element, name: str, said: dict[str, str] | None = None, text: str = "") -> ET.Element:
    added = ET.SubElement(parent, f"{{{MODEL}}}{name}", said or {})
    added.text = text or None
    return added


def _collaboration(root: ET.Element, edition: Edition, drawn: Graph) -> None:
    said = {"id": f"pool_{drawn.code}", "processRef": f"process_{drawn.code}"}
    collaboration = _add(root, "collaboration", {"id": f"collaboration_{drawn.code}"})
    title = f"{drawn.procedure.title}（{edition.regulation.short}）"
    _add(collaboration, "participant", {**said, "name": title})


def _process(root: ET.Element, drawn: Graph) -> None:
    procedure = drawn.procedure
    process = _add(
        root,
        "process",
        {"id": f"process_{drawn.code}", "name": procedure.title, "isExecutable": "true"},
    )
    _documentation(process, grounds(procedure.cites, procedure.reason))
    lanes = _add(process, "laneSet", {"id": f"lanes_{drawn.code}"})
    for lane, title in drawn.lanes.items():
        element = _add(lanes, "lane", {"id": lane, "name": title})
        for node in drawn.nodes.values():
            if node.lane == lane:
                _add(element, "flowNodeRef", text=node.id)
    for node in drawn.nodes.values():
        _node(process, drawn, node)
    for flow in drawn.flows:
        _flow(process, flow)


def _documentation(parent: ET.Element, text: str) -> None:
    if text:
        _add(parent, "documentation", text=text)


def _node(process: ET.Element, drawn: Graph, node: Node) -> None:
    said = {"id": node.id, "name": node.name} if node.name else {"id": node.id}
    default = next((flow.id for flow in drawn.flows if flow.is_default and flow.source == node.id), "")
    element = _add(process, ELEMENTS[node.kind], {**said, "default": default} if default else said)
    ends = f"结论：{'、'.join(node.outcomes)}" if node.outcomes else ""
    _documentation(element, "。".join(part for part in (grounds(node.cites, node.reason), ends) if part))
    for flow in drawn.flows:
        if flow.target == node.id:
            _add(element, "incoming", text=flow.id)
    for flow in drawn.flows:
        if flow.source == node.id:
            _add(element, "outgoing", text=flow.id)


def _flow(process: ET.Element, flow: Flow) -> None:
    said = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
    element = _add(process, "sequenceFlow", {**said, "name": flow.name} if flow.name else said)
    if flow.condition:
        typed = {f"{{{SCHEMA}}}type": "bpmn:tFormalExpression", "language": SQL}
        _add(element, "conditionExpression", typed, flow.condition)


def _diagram(root: ET.Element, drawing: Drawing) -> None:
    code = drawing.graph.code
    diagram = ET.SubElement(root, f"{{{DIAGRAM}}}BPMNDiagram", {"id": f"diagram_{code}"})
    said = {"id": f"plane_{code}", "bpmnElement": f"collaboration_{code}"}
    plane = ET.SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", said)
    pool = Shape(f"pool_{code}", LEFT - 30, 0, drawing.width - LEFT + 30, drawing.height)
    for shape in (pool, *drawing.lanes.values()):
        _shape(plane, shape, {"isHorizontal": "true"})
    for shape in drawing.shapes.values():
        node = drawing.graph.nodes[shape.id]
        more = {"isMarkerVisible": "true"} if node.kind == "exclusive" else {}
        _label(_shape(plane, shape, more), beside_node(node, shape))
    for line in drawing.lines:
        _label(_edge(plane, line), beside_line(line))


def _shape(plane: ET.Element, shape: Shape, more: dict[str, str]) -> ET.Element:
    said = {"id": f"{shape.id}_shape", "bpmnElement": shape.id, **more}
    element = ET.SubElement(plane, f"{{{DIAGRAM}}}BPMNShape", said)
    _bounds(element, shape)
    return element


def _bounds(parent: ET.Element, shape: Shape) -> None:
    sides = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
    ET.SubElement(parent, f"{{{BOUNDS}}}Bounds", {side: str(length) for side, length in sides.items()})


def _label(parent: ET.Element, place: Shape | None) -> None:
    if place:
        _bounds(ET.SubElement(parent, f"{{{DIAGRAM}}}BPMNLabel"), place)


def _edge(plane: ET.Element, line: Line) -> ET.Element:
    said = {"id": f"{line.flow.id}_edge", "bpmnElement": line.flow.id}
    element = ET.SubElement(plane, f"{{{DIAGRAM}}}BPMNEdge", said)
    for x, y in line.points:
        ET.SubElement(element, f"{{{EDGES}}}waypoint", {"x": str(x), "y": str(y)})
    return element
