"""What an edition declares and does not use, and what it waits for that can never come."""

from __future__ import annotations

from collections.abc import Iterator

from xunzhang.kernel.authoring import sampling, writers
from xunzhang.kernel.authoring.finding import Finding, at
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.authoring.writers import Written
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.model import Deadline
from xunzhang.kernel.pack.texts import file_of, predicate_texts


def unused_facts(pack: Pack) -> Iterator[Finding]:
    """Facts of facts.yaml that nothing asks, writes, computes or depends on.

    An own fact without any use is an error, a shared fact that is only given other words is a note.
    """
    edition = pack.edition
    asked = {name for name, _ in _all_writes(edition)} - {
        name for name, fact in edition.facts.items() if fact.judged_by
    }
    used = asked | writers.read(edition)
    said = pack.sources["facts.yaml"].data or {}
    for name in said.get("facts") or {}:
        fact = edition.facts[name]
        if name not in used and not fact.derived and not fact.judged_by:
            message = f"事实“{fact.title}”没有任何地方填报、写入或用到"
            yield at(pack, "error", "unused_fact", "facts.yaml", ("facts", name), message)
        elif name not in used:
            message = f"事实“{fact.title}”只推算或认定，没有任何地方用到"
            yield at(pack, "note", "unused_fact", "facts.yaml", ("facts", name), message)
    for name in said.get("refine") or {}:
        if name not in used:
            message = f"改了“{edition.facts[name].title}”的叫法，但本办法没有用到它"
            yield at(pack, "note", "unused_fact", "facts.yaml", ("refine", name), message)


def never_known(pack: Pack) -> Iterator[Finding]:
    """Facts that conditions ask and that nothing ever makes known."""
    edition = pack.edition
    known = writers.written(edition, _all_writes(edition))
    for (file, path), text in _texts(pack):
        for name in sorted(edition.predicates[text].names - known.keys()):
            message = f"条件用到“{edition.facts[name].title}”（{name}），但没有任何填报、结论或认定会写它"
            yield at(pack, "note", "never_known", file, path, message)


def unused_roles(pack: Pack) -> Iterator[Finding]:
    """Roles that no start, step, deadline, finding, override or route names."""
    for code in idle_roles(pack.edition):
        message = f"角色“{pack.edition.roles[code].title}”不发起、不办理任何事，也没有期限和认定"
        yield at(pack, "note", "unused_role", "roles.yaml", (code,), message)


def idle_roles(edition: Edition) -> list[str]:
    """The roles that only stand in the text: nothing in the edition is theirs to do."""
    used = {*edition.regulation.registration.by}
    used |= {fact.judged_by for fact in edition.facts.values() if fact.judged_by}
    used |= {deadline.duty_of for deadline in edition.deadlines.values()}
    used |= {role for rule in edition.rules.values() for role in rule.override_by}
    used |= {route.role for role in edition.roles.values() for route in role.resolves}
    for procedure in edition.procedures.values():
        used |= {*procedure.by, *(member.role for step in procedure.steps.values() for member in step.by)}
    return [code for code in edition.roles if code not in used]


def deadlines(pack: Pack) -> Iterator[Finding]:
    """Deadlines that nothing fulfils or that never begin to run."""
    known = writers.written(pack.edition, _all_writes(pack.edition))
    for code, deadline in pack.edition.deadlines.items():
        if deadline.fulfilled_by is None:
            soft = bool(deadline.unquantified or deadline.at_least) or _moves_on(pack.edition, deadline)
            message = f"“{deadline.title}”没有写 fulfilled_by：永远看不出办到没有"
            yield at(pack, "note" if soft else "error", "no_fulfilment", "deadlines.yaml", (code,), message)
        for key, name in _never(deadline, known):
            message = f"“{pack.edition.facts[name].title}”（{name}）没有任何填报、结论或认定会写它"
            yield at(pack, "error", "deadline_never", "deadlines.yaml", (code, key), message)


def unreachable(pack: Pack) -> Iterator[Finding]:
    """Procedures that can never be started: nothing that can be started before them writes what they ask.

    Found from below: what is known on entering a project opens procedures, these write facts, and so on.
    Each rule of order is looked at by itself, so a procedure that is not told of may still be unreachable.
    """
    edition = pack.edition
    writes = list(writers.first_writes(edition))
    waiting, opened = dict(edition.procedures), True
    while waiting and opened:
        known = writers.written(edition, writes)
        opened = False
        for code in [code for code in waiting if not list(_closed(edition, code, known))]:
            writes += writers.procedures_writes(waiting.pop(code))
            opened = True
    known = writers.written(edition, writes)
    for code, procedure in waiting.items():
        file = file_of(code, pack.sources)
        for key, said in _closed(edition, code, known):
            message = f"手续“{procedure.title}”永远不能发起：{said}"
            yield at(pack, "error", "unreachable", file, (code, key), message)


def _closed(edition: Edition, code: str, known: dict[str, Written]) -> Iterator[tuple[str, str]]:
    """The conditions of a procedure that cannot hold with what can be known, as (key, words)."""
    procedure = edition.procedures[code]
    for rule in procedure.requires:
        said = edition.rules[rule]
        when = f"NOT COALESCE(({edition.predicates[said.when].sqlite}), 0) OR " if said.when else ""
        texts = [said.require, *([said.when] if said.when else [])]
        if not _can_hold(edition, texts, f"{when}({edition.predicates[said.require].sqlite})", known):
            yield "requires", f"规则“{said.title}”（{rule}）不可能符合"
    for key in ("applies", "about_when"):
        if (text := getattr(procedure, key)) and not _can_hold(
            edition, [text], edition.predicates[text].sqlite, known
        ):
            yield key, f"条件“{text}”不可能成立"


def _can_hold(edition: Edition, texts: list[str], sqlite: str, known: dict[str, Written]) -> bool:
    """Whether the condition can hold; what cannot be tried is taken to hold."""
    values = sampling.domains(edition, [edition.predicates[text] for text in texts])
    for name in values:
        now = known.get(name)
        if now is None or not now.anything:
            values[name] = [None, *(now.literals if now else ())]
        else:
            values[name] = [*values[name], None] if None not in values[name] else values[name]
    try:
        return sampling.found([sqlite], values) is not None
    except sampling.TooMany:
        return True


def _moves_on(edition: Edition, deadline: Deadline) -> bool:
    """Whether keeping the duty moves its day: the day is computed from what the procedure writes."""
    if not deadline.due_fact or not deadline.procedure:
        return False
    wrote = {name for name, _ in writers.procedures_writes(edition.procedures[deadline.procedure])}
    behind, waiting = set[str](), {deadline.due_fact}
    while waiting:
        name = waiting.pop()
        behind.add(name)
        derived = edition.facts[name].derived
        waiting |= writers.inputs(edition, derived) - behind if derived else set()
    return bool(behind & wrote)


def _never(deadline: Deadline, known: dict[str, Written]) -> Iterator[tuple[str, str]]:
    yield from (("start", name) for name in deadline.start if name not in known)
    for key in ("due_fact", "opens_fact", "fulfilled_by", "serves", "until"):
        if (name := getattr(deadline, key)) and name not in known:
            yield key, name


def _all_writes(edition: Edition) -> Iterator[tuple[str, object]]:
    yield from writers.first_writes(edition)
    for procedure in edition.procedures.values():
        yield from writers.procedures_writes(procedure)


def _texts(pack: Pack) -> Iterator[tuple[tuple[str, tuple[str | int, ...]], str]]:
    for place, _, text in predicate_texts(pack.edition, pack.sources):
        yield place, text
