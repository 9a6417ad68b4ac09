"""A second workflow engine on the exported files: it runs beside ours, and must stand where ours stands.

The flow is SpiffWorkflow's, the conditions are the SQL of the file judged by SQLite; nothing of ours decides.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

from xunzhang.kernel import flow
from xunzhang.kernel.bpmn.document import MODEL, document
from xunzhang.kernel.facts import Value
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Procedure, Step
from xunzhang.kernel.simulate import Simulation
from xunzhang.kernel.situation import CaseState

Turns = set[tuple[str, str]]
SUBMIT = "submit"
_MEMORY = sqlite3.connect(":memory:")
_VALIDATOR = BpmnValidator()
_FILES: dict[tuple[str, str], str] = {}


class Sql(PythonScriptEngine):  # type: ignore[misc]
    """Judges conditions on a row, or, while a case is put somewhere, by the way that leads there."""

    def __init__(self, names: set[str], figures: Mapping[str, Value]) -> None:
        super().__init__()
        self.names, self.figures = names, figures
        self.row: Mapping[str, Value] = {}
        self.chosen: dict[str, str] = {}
        self.route: dict[str, str] = {}

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:
        gateway = task.task_spec.bpmn_id
        if gateway in self.route:
            return expression == self.route[gateway]
        text = re.sub(r"DATE ('[^']*')", r"\1", re.sub(r"(?<=\d)_(?=\d)", "", expression))
        known = {**dict.fromkeys(self.names), **self.row, **self.chosen}
        used = sorted(set(re.findall(r"(?<![:'\w])[a-z]\w*", text)) & set(known))
        columns = ", ".join(f":fact_{name} AS {name}" for name in used) or "1"
        values = {f"fact_{name}": _plain(known[name]) for name in used} | {
            name: _plain(value) for name, value in self.figures.items()
        }
        (verdict,) = _MEMORY.execute(f"SELECT ({text}) FROM (SELECT {columns})", values).fetchone()
        return bool(verdict)


def _plain(value: Value) -> str | int | None:
    return value if value is None or isinstance(value, bool | int | str) else value.isoformat()


class Second:
    """One case in the second engine."""

    def __init__(self, edition: Edition, code: str) -> None:
        self.edition, self.code, self.procedure = edition, code, edition.procedures[code]
        self.engine = Sql({*edition.facts, *_turns(self.procedure)}, edition.values)
        self.workflow = BpmnWorkflow(_spec(exported(edition, code), code), script_engine=self.engine)
        self.workflow.do_engine_steps()

    def hand_in(self, row: Mapping[str, Value]) -> None:
        self.engine.row = row
        self._run([SUBMIT])

    def choose(self, step: str, role: str, outcome: str, row: Mapping[str, Value]) -> None:
        """A member (no `role`: each) acts. `row` is what the next conditions are judged on."""
        acting = [
            each for each in self._ready() if _step(each) == step and role in ("", self._role(each, row))
        ]
        assert acting, f"{self.code}：第二个引擎里没有停在 {step}"
        self.engine.row = row
        for task in acting:
            self.engine.chosen[task.removeprefix("task_")] = outcome
        self._run(acting)

    def stand(self, step: str, row: Mapping[str, Value]) -> None:
        """Go by the gateways that lead to a step, whatever they would say."""
        self.engine.row, self.engine.route = row, _route(exported(self.edition, self.code), step)
        for _ in self.procedure.steps:
            self._run([task for task in self._ready() if _step(task) != step])
            if any(_step(task) == step for task in self._ready()):
                break
        self.engine.route = {}

    def stop(self) -> Turns | str:
        """Whose turn it is at which step, or how the case ended."""
        ready = self._ready()
        if not ready:
            ended = {task.task_spec.bpmn_id for task in self.workflow.get_tasks(state=TaskState.COMPLETED)}
            (end,) = (name for name in ended if name and name.startswith("end_"))
            return str(end).rpartition("_")[2]
        if ready == [SUBMIT]:
            return {(flow.REVISE, self.procedure.by[0])}
        return {(_step(task), self._role(task, self.engine.row)) for task in ready}

    def _ready(self) -> list[str]:
        return [
            task.task_spec.bpmn_id for task in self.workflow.get_tasks(state=TaskState.READY, manual=True)
        ]

    def _role(self, task: str, row: Mapping[str, Value]) -> str:
        return flow.resolve(self.edition, task.rpartition("__")[2], row)

    def _run(self, names: list[str]) -> None:
        for task in self.workflow.get_tasks(state=TaskState.READY, manual=True):
            if task.task_spec.bpmn_id in names:
                task.run()
        self.workflow.do_engine_steps()
        if not any(name.removeprefix("task_") in self.engine.chosen for name in self._ready()):
            open_steps = {_step(name) for name in self._ready()}
            kept = {key: said for key, said in self.engine.chosen.items() if key.split("__")[0] in open_steps}
            self.engine.chosen = kept


def _step(task: str) -> str:
    return task.removeprefix("task_").rpartition("__")[0]


def _turns(procedure: Procedure) -> set[str]:
    return {f"{code}__{member.role}" for code, step in procedure.steps.items() for member in step.by}


def exported(edition: Edition, code: str) -> str:
    """The file of a procedure; figures are not part of it, so it is written once."""
    key = edition.id, code
    if key not in _FILES:
        _FILES[key] = document(edition, code)
    return _FILES[key]


@cache
def _spec(text: str, code: str) -> BpmnProcessSpec:
    parser = BpmnParser(validator=_VALIDATOR)
    parser.add_bpmn_str(text.encode())
    return parser.get_spec(f"process_{code}")


@cache
def _route(text: str, step: str) -> dict[str, str]:
    """The condition to take at each gateway on the shortest way from the start to a task of the step."""
    flows = list(ET.fromstring(text).iter(f"{{{MODEL}}}sequenceFlow"))
    ways: list[tuple[str, dict[str, str]]] = [("start", {})]
    seen = {"start"}
    for node, taken in ways:
        if _step(node) == step and node.startswith("task_"):
            return taken
        for each in (each for each in flows if each.get("sourceRef") == node):
            target = str(each.get("targetRef"))
            if target not in seen:
                seen.add(target)
                condition = each.findtext(f"{{{MODEL}}}conditionExpression") or ""
                ways.append((target, {**taken, node: condition}))
    raise AssertionError(f"文件里走不到 {step}")


class Watched(Simulation):
    """Our engine with the second one beside it. Every move is compared; `compared` counts them."""

    compared = 0

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._seconds: dict[int, Second] = {}
        self._act: tuple[str, str, str] | None = None
        self._standing_at = ""

    def stand(self, code: str, step: str, record_id: int | None) -> None:
        self._standing_at = step
        super().stand(code, step, record_id)
        self._standing_at = ""

    def _take_turn(self, case: CaseState, step: str, defined: Step, outcome: str, role: str) -> None:
        self._act = step, role, outcome
        super()._take_turn(case, step, defined, outcome, role)
        if self._act:
            self._seconds[case.id].choose(*self._act, self._row(case))
            self._compare(case.id)

    def _move_to(self, case: CaseState, stop: flow.Stop) -> None:
        row = self._row(case)
        if self._act:
            self._seconds[case.id].choose(*self._act, row)
            self._act = None
        else:
            second = self._seconds[case.id] = Second(self.edition, case.procedure)
            if self._standing_at:
                second.stand(self._standing_at, row)
            else:
                second.hand_in(row)
        super()._move_to(case, stop)
        if not self._standing_at:
            self._compare(case.id)
        if stop.at == flow.REVISE:
            self._hand_in_again(self._seconds[case.id])

    def _compare(self, case_id: int) -> None:
        (case,) = (case for case in self.situation.cases if case.id == case_id)
        ours = set(case.open_steps) if case.state == "open" else case.state
        assert self._seconds[case_id].stop() == ours
        Watched.compared += 1

    def _hand_in_again(self, second: Second) -> None:
        """What was returned and handed in again begins at the first step, as at first."""
        first = flow.first(self.edition, second.procedure, second.engine.row)
        second.hand_in(second.engine.row)
        ours = first.at if first.is_end else {(first.at, role) for role in first.roles}
        assert second.stop() == ours
