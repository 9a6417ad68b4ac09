"""What must agree between the parts of an edition. Each check raises PackError at the first fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from xunzhang.kernel.facts import FactType
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Fact, Span, Vocabulary
from xunzhang.kernel.pack.model import Deadline, Field_, Outcome, Procedure, Slot, Step, Window
from xunzhang.kernel.pack.places import place_of
from xunzhang.kernel.pack.routes import check_routes
from xunzhang.kernel.pack.sight import check_sight
from xunzhang.kernel.pack.source import Path_, Source
from xunzhang.kernel.pack.texts import fact_at, file_of, row_entity

Sources = Mapping[str, Source]
ENDS = {"done", "failed", "revise"}
_PYTHON = {
    FactType.MONEY: int,
    FactType.INTEGER: int,
    FactType.BOOLEAN: bool,
    FactType.DATE: date,
}


def check_vocabulary(vocabulary: Vocabulary, source: Source) -> None:
    """The entities and facts that the vocabulary names among themselves. Raises PackError."""
    facts = vocabulary.facts
    for name, fact in facts.items():
        _known([fact.entity], vocabulary.entities, "对象", source, ("facts", name, "entity"))
    for code, entity in vocabulary.entities.items():
        own = [name for name, fact in facts.items() if fact.entity == code]
        for key in ("amount", "day", "name"):
            named = getattr(entity, key)
            _known([named] if named else [], own, "事实", source, ("entities", code, key))
        _parents(vocabulary, code, source)
    for column, names in vocabulary.library.items():
        _known(names, facts, "事实", source, ("library", column))


def _parents(vocabulary: Vocabulary, code: str, source: Source) -> None:
    """An entity belongs to one that there is, and to none of its own line."""
    at: Path_ = ("entities", code, "parent")
    seen, parent = [code], vocabulary.entities[code].parent
    while parent:
        _known([parent], vocabulary.entities, "对象", source, at)
        if parent == "project" or parent in seen:
            raise source.error(f"“{parent}”不能作“{code}”的上级", at)
        seen.append(parent)
        parent = vocabulary.entities[parent].parent


def check_names(edition: Edition, sources: Sources) -> None:
    """What must be known before conditions can be read: entities, and what facts are computed from."""
    for file, named in (("rules.yaml", edition.rules), ("deadlines.yaml", edition.deadlines)):
        for code, element in named.items():
            _known([element.on], edition.entities, "对象", sources[file], (code, "on"))
    for code, procedure in edition.procedures.items():
        for key in ("creates", "about"):
            entity = getattr(procedure, key)
            source = sources[file_of(code, sources)]
            _known([entity] if entity else [], edition.entities, "对象", source, (code, key))
        _belongs(edition, procedure, sources[file_of(code, sources)], code)
    _facts(edition, sources)


def _belongs(edition: Edition, procedure: Procedure, source: Source, code: str) -> None:
    """What makes a record about another one makes a child of it."""
    if procedure.creates and procedure.about:
        parent = edition.entities[procedure.creates].parent
        if parent != procedure.about:
            title = edition.entities[procedure.creates].title
            raise source.error(
                f"creates 和 about 一起写时，about 要是{title}的上级（{parent or '没有'}）", (code, "about")
            )


def run(edition: Edition, sources: Sources) -> None:
    """Everything else that must agree. Raises PackError."""
    for check in (
        _in_range,
        _articles,
        check_routes,
        check_sight,
        _rules,
        _deadlines,
        _registration,
        _procedures,
        _parameters,
    ):
        check(edition, sources)


def _known(names: Iterable[str], known: Iterable[str], what: str, source: Source, at: Path_) -> None:
    allowed = set(known)
    for name in names:
        if name not in allowed:
            raise source.error(f"没有这个{what}：“{name}”", at)


def _in_range(edition: Edition, sources: Sources) -> None:
    """No element cites, and articles.yaml does not tell, an article that the measure does not have."""
    last = edition.regulation.articles
    for kind, code, element in edition.elements():
        for cite in element.cites:
            if not 1 <= cite.article <= last:
                file, at = place_of(kind, code, sources)
                raise sources[file].error(f"引用了第{cite.article}条，本办法只有 {last} 条", at)
    for number in edition.articles.articles:
        if not 1 <= number <= last:
            at = ("articles", number)
            raise sources["articles.yaml"].error(f"写了第{number}条，本办法只有 {last} 条", at)


def _articles(edition: Edition, sources: Sources) -> None:
    source = sources["articles.yaml"]
    cited = {cite.article for _, _, element in edition.elements() for cite in element.cites}
    for number in range(1, edition.regulation.articles + 1):
        article = edition.articles.articles.get(number)
        if article is None:
            raise source.error(f"第{number}条没有交代", ("articles",))
        if article.chapter not in edition.articles.chapters:
            raise source.error(f"没有这一章：“{article.chapter}”", ("articles", number, "chapter"))
        if (number in cited) == bool(article.informational):
            fault = (
                "已被引用，不能再写 informational"
                if article.informational
                else "没有被引用，也没有写 informational 的理由"
            )
            raise source.error(f"第{number}条{fault}", ("articles", number))


def _facts(edition: Edition, sources: Sources) -> None:
    source = sources["facts.yaml"]
    for name, fact in edition.facts.items():
        at = fact_at(name, sources)
        _known([fact.entity], edition.entities, "对象", source, (*at, "entity"))
        if fact.judged_by:
            _known([fact.judged_by], edition.roles, "角色", source, (*at, "judged_by"))
        if derived := fact.derived:
            inputs = [derived.sum_of, derived.latest, derived.to, derived.band_of, *(derived.later_of or ())]
            _known([each for each in inputs if each], edition.facts, "事实", source, (*at, "derived"))
            if derived.add and isinstance(derived.add.length, str):
                _known([derived.add.length], edition.parameters, "参数", source, (*at, "derived"))
            _last_known(edition, fact, source, (*at, "derived", "last_known_of"))
            _alike(edition, fact, source, (*at, "derived"))
            if derived.band_of:
                _bands(edition, fact, derived.band_of, source, at)


def _last_known(edition: Edition, fact: Fact, source: Source, at: Path_) -> None:
    """Days of the project and of one kind of records; the fact itself stands on the project."""
    names = fact.derived.last_known_of if fact.derived and fact.derived.last_known_of else ()
    for name in names:
        _day(edition, name, None, source, at)
    if names and (fact.entity != "project" or fact.type is not FactType.DATE):
        raise source.error("last_known_of 只用于项目的日期事实", at)
    if len({edition.facts[name].entity for name in names} - {"project"}) > 1:
        raise source.error("last_known_of 只能用到一种记录", at)


def _alike(edition: Edition, fact: Fact, source: Source, at: Path_) -> None:
    """The first known fact is of the type that its sources have; a day in a year needs a year."""
    derived = fact.derived
    names = derived.first_known or () if derived else ()
    years = [derived.day_in_year.year] if derived and derived.day_in_year else []
    _known([*names, *years], edition.facts, "事实", source, at)
    wanted = [(name, fact.type, fact.entity) for name in names]
    wanted += [(name, FactType.INTEGER, fact.entity) for name in years]
    for name, kind, entity in wanted:
        if edition.facts[name].type is not kind or edition.facts[name].entity not in (entity, "project"):
            raise source.error(f"“{name}”的类型或对象不合，不能用来推算", at)
    if years and fact.type is not FactType.DATE:
        raise source.error("day_in_year 只用于日期事实", at)


def _bands(edition: Edition, fact: Fact, number: str, source: Source, at: Path_) -> None:
    """The bands are the values of the fact, and their figures, of the number's type, rise."""
    where: Path_ = (*at, "derived", "bands")
    bands = fact.derived.bands if fact.derived else {}
    figures = [band.figure for band in bands.values() if band.figure]
    _known(figures, edition.parameters, "参数", source, where)
    if set(bands) != set(fact.values):
        raise source.error("各档要与 values 一一对应", where)
    if any(edition.parameters[name].type != edition.facts[number].type for name in figures):
        raise source.error(f"各档的下限要与“{number}”同类型", where)
    begins = [edition.parameters[name].value for name in figures]
    levels = [value for value in begins if isinstance(value, int)]
    if levels != begins or levels != sorted(set(levels)):
        raise source.error("各档的下限要由小到大，不能空缺或重复", where)


def _rules(edition: Edition, sources: Sources) -> None:
    source = sources["rules.yaml"]
    for code, rule in edition.rules.items():
        _known(rule.override_by, edition.roles, "角色", source, (code, "override_by"))
        _known([rule.solve] if rule.solve else [], edition.facts, "事实", source, (code, "solve"))
        procedures = [rule.remedy_procedure] if rule.remedy_procedure else []
        _known(procedures, edition.procedures, "手续", source, (code, "remedy_procedure"))


def _deadlines(edition: Edition, sources: Sources) -> None:
    source = sources["deadlines.yaml"]
    for code, deadline in edition.deadlines.items():
        _known([deadline.duty_of], edition.roles, "角色", source, (code, "duty_of"))
        if deadline.procedure:
            _known([deadline.procedure], edition.procedures, "手续", source, (code, "procedure"))
        if deadline.interval_parameter:
            _known(
                [deadline.interval_parameter],
                edition.parameters,
                "参数",
                source,
                (code, "interval_parameter"),
            )
        for name in deadline.start:
            _day(edition, name, deadline.on, source, (code, "start"))
        for key in ("due_fact", "opens_fact", "until"):
            if name := getattr(deadline, key):
                _day(edition, name, deadline.on, source, (code, key))
        _fulfilment(edition, deadline, source, code)
        for key in ("within", "at_least", "every", "window"):
            _lengths(edition, getattr(deadline, key), source, (code, key))


def _fulfilment(edition: Edition, deadline: Deadline, source: Source, code: str) -> None:
    """The day a duty is kept may stand on records; what it serves stands beside it."""
    if deadline.fulfilled_by is None:
        return
    _day(edition, deadline.fulfilled_by, None, source, (code, "fulfilled_by"))
    if deadline.serves:
        entity = edition.facts[deadline.fulfilled_by].entity
        _day(edition, deadline.serves, entity, source, (code, "serves"))


def _day(edition: Edition, name: str, entity: str | None, source: Source, at: Path_) -> None:
    """A date fact of the row; `entity` is None where records of another entity may fulfil a duty."""
    _known([name], edition.facts, "事实", source, at)
    fact = edition.facts[name]
    if fact.type is not FactType.DATE:
        raise source.error(f"“{name}”不是日期，不能用来算期限", at)
    if entity and fact.entity not in edition.line(entity):
        raise source.error(f"“{name}”属于{edition.entities[fact.entity].title}，这里没有", at)


def _lengths(edition: Edition, said: Span | Window | None, source: Source, at: Path_) -> None:
    spans = [said.opens, said.closes] if isinstance(said, Window) else [said]
    names = [span.length for span in spans if span and isinstance(span.length, str)]
    _known(names, edition.parameters, "参数", source, at)


def _parameters(edition: Edition, sources: Sources) -> None:
    used = {name for predicate in edition.predicates.values() for name in predicate.parameters}
    used |= {each.interval_parameter for each in edition.deadlines.values() if each.interval_parameter}
    spans = [each.within or each.at_least or each.every for each in edition.deadlines.values()]
    spans += [each.window.opens for each in edition.deadlines.values() if each.window]
    spans += [each.window.closes for each in edition.deadlines.values() if each.window]
    spans += [fact.derived.add for fact in edition.facts.values() if fact.derived]
    used |= {str(span.length) for span in spans if span}
    derived = [fact.derived for fact in edition.facts.values() if fact.derived]
    used |= {band.figure for each in derived for band in each.bands.values() if band.figure}
    for name in edition.parameters:
        if name not in used:
            raise sources["parameters.yaml"].error("这个参数没有任何地方用到", (name,))


def _registration(edition: Edition, sources: Sources) -> None:
    source, registration = sources["regulation.yaml"], edition.regulation.registration
    _known(registration.by, edition.roles, "角色", source, ("registration", "by"))
    _known(registration.checks, edition.rules, "规则", source, ("registration", "checks"))
    _form(edition, registration.form, "project", source, ("registration", "form"))
    for code, hold in edition.regulation.holds.items():
        at = ("holds", code, "except_procedures")
        _known(hold.except_procedures, edition.procedures, "手续", source, at)


def _form(edition: Edition, form: Iterable[Field_], entity: str, source: Source, at: Path_) -> None:
    for number, asked in enumerate(form):
        _known([asked.fact], edition.facts, "事实", source, (*at, number))
        fact = edition.facts[asked.fact]
        if fact.entity not in (entity, "project"):
            raise source.error(
                f"“{asked.fact}”属于{edition.entities[fact.entity].title}，这张表填不了", (*at, number)
            )
        if fact.derived:
            raise source.error(f"“{asked.fact}”是推算事实，不能填报", (*at, number))


def _procedures(edition: Edition, sources: Sources) -> None:
    phases = [phase.code for phase in edition.regulation.phases]
    for code, procedure in edition.procedures.items():
        source = sources[file_of(code, sources)]
        _known([procedure.phase], phases, "阶段", source, (code, "phase"))
        _known(procedure.by, edition.roles, "角色", source, (code, "by"))
        for key in ("requires", "checks", "foresees"):
            _rule_codes(edition, procedure, getattr(procedure, key), source, (code, key))
        _form(edition, procedure.form, row_entity(procedure), source, (code, "form"))
        _set(edition, procedure, procedure.set, source, (code, "set"))
        _slots(edition, procedure.materials, source, (code, "materials"))
        for step_code, step in procedure.steps.items():
            _step(edition, procedure, step, source, (code, "steps", step_code))
        _ways_out(procedure, source, code)


def _rule_codes(
    edition: Edition, procedure: Procedure, codes: Iterable[str], source: Source, at: Path_
) -> None:
    _known(codes, edition.rules, "规则", source, at)
    for code in codes:
        on = edition.rules[code].on
        if on not in edition.line(row_entity(procedure)):
            raise source.error(f"规则“{code}”管的是{edition.entities[on].title}，这道手续没有", at)


def _step(edition: Edition, procedure: Procedure, step: Step, source: Source, at: Path_) -> None:
    _known([member.role for member in step.by], edition.roles, "角色", source, (*at, "by"))
    _form(edition, step.form, row_entity(procedure), source, (*at, "form"))
    _slots(edition, step.materials, source, (*at, "materials"))
    for name, outcome in step.outcomes.items():
        where: Path_ = (*at, "outcomes", name)
        _known([outcome.to], {*procedure.steps, *ENDS, "next"}, "去向", source, (*where, "to"))
        _rule_codes(edition, procedure, outcome.checks, source, (*where, "checks"))
        _form(edition, outcome.form, row_entity(procedure), source, (*where, "form"))
        _set(edition, procedure, outcome.set, source, (*where, "set"))
        if outcome.measure:
            _known([outcome.measure], edition.regulation.measures, "监督措施", source, (*where, "measure"))


def _slots(edition: Edition, slots: Mapping[str, Slot], source: Source, at: Path_) -> None:
    for name, slot in slots.items():
        producers = [slot.produced_by] if slot.produced_by else []
        _known(producers, edition.procedures, "手续", source, (*at, name, "produced_by"))


def _set(
    edition: Edition, procedure: Procedure, values: Mapping[str, object], source: Source, at: Path_
) -> None:
    _known(values, edition.facts, "事实", source, at)
    for name, value in values.items():
        fact = edition.facts[name]
        if fact.entity not in ("project", row_entity(procedure)):
            raise source.error(
                f"“{name}”属于{edition.entities[fact.entity].title}，这道手续改不了", (*at, name)
            )
        if fact.derived:
            raise source.error(f"“{name}”是推算事实，不能改", (*at, name))
        if not _fits(edition, fact.type, fact.values, value):
            raise source.error(f"值“{value}”与事实“{fact.title}”的类型不符", (*at, name))


def _fits(edition: Edition, kind: FactType, values: Mapping[str, str], value: object) -> bool:
    if value is None:
        return True
    if value == "$today":
        return kind is FactType.DATE
    if isinstance(value, str) and value.startswith("$"):
        return value[1:] in edition.facts and edition.facts[value[1:]].type is kind
    if kind is FactType.CHOICE:
        return value in values
    return type(value) is _PYTHON.get(kind, str)


def _ways_out(procedure: Procedure, source: Source, code: str) -> None:
    """Every step is reached from the first and reaches an end."""
    order = list(procedure.steps)
    ways = {name: _targets(order, name, step.outcomes.values()) for name, step in procedure.steps.items()}
    reached = _closure(lambda name: ways.get(name, set()), set(order[:1]))
    for name in order:
        if name in ENDS or name == "next":
            raise source.error(f"步骤不能叫“{name}”：这是去向的名字", (code, "steps", name))
        if name not in reached:
            raise source.error("没有任何结论通到这一步", (code, "steps", name))
        if not {"done", "failed"} & _closure(lambda each: ways.get(each, set()), {name}):
            raise source.error("从这一步走不到结束", (code, "steps", name))


def _targets(order: list[str], name: str, outcomes: Iterable[Outcome]) -> set[str]:
    """Where a step may lead. Conditional steps may be skipped, so `next` reaches all later ones."""
    later = {*order[order.index(name) + 1 :], "done"}
    found: set[str] = set()
    for outcome in outcomes:
        if outcome.to == "next":
            found |= later
        elif outcome.to == "revise":
            found |= set(order[:1])
        else:
            found.add(outcome.to)
    return found


def _closure(ways: Callable[[str], set[str]], start: set[str]) -> set[str]:
    seen: set[str] = set()
    waiting = set(start)
    while waiting:
        here = waiting.pop()
        seen.add(here)
        waiting |= ways(here) - seen
    return seen
