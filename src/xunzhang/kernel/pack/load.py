"""Loading an edition from its folder: read, validate, assemble, cross-check. Nothing loads half."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from xunzhang.kernel.pack import checks
from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.elements import Code, EditionFacts, Entity, Fact, FactRefinement, Vocabulary
from xunzhang.kernel.pack.model import (
    Anomaly,
    Articles,
    Deadline,
    Parameter,
    Procedure,
    Regulation,
    Role,
    Rule,
)
from xunzhang.kernel.pack.source import PackError, Source, read
from xunzhang.kernel.pack.texts import parse_texts
from xunzhang.kernel.pack.validate import build

KNOWN_FILES = {
    "regulation.yaml",
    "roles.yaml",
    "parameters.yaml",
    "facts.yaml",
    "rules.yaml",
    "deadlines.yaml",
    "anomalies.yaml",
    "articles.yaml",
}
PROVED = ("cases/", "equivalent.yaml", "exempt.yaml", "invariants.yaml")
"""What is proved of an edition: no part of what it says, so no part of its digest."""


def load_vocabulary(file: Path) -> Vocabulary:
    """The shared facts. Raises PackError."""
    source = read(file)
    vocabulary: Vocabulary = build(source, Vocabulary)
    checks.check_vocabulary(vocabulary, source)
    return vocabulary


def load_edition(folder: Path, vocabulary: Vocabulary) -> Edition:
    """The edition in `folder` (…/<measure>/<edition>). Raises PackError naming file, key and line."""
    return assemble(folder, read_sources(folder), vocabulary)


def assemble(folder: Path, sources: Mapping[str, Source], vocabulary: Vocabulary) -> Edition:
    """The edition that the files of `folder`, already read, say. Raises PackError."""
    regulation: Regulation = build(sources["regulation.yaml"], Regulation)
    parameters = build(sources["parameters.yaml"], dict[Code, Parameter])
    facts = _facts(sources["facts.yaml"], vocabulary)
    procedures = _procedures(sources)
    rules = build(sources["rules.yaml"], dict[Code, Rule])
    edition = Edition(
        id=f"{folder.parent.name}@{folder.name}",
        digest=digest(folder),
        regulation=regulation,
        roles=build(sources["roles.yaml"], dict[Code, Role]),
        parameters=parameters,
        entities=_entities(sources["facts.yaml"], vocabulary),
        facts=facts,
        procedures=procedures,
        rules=rules,
        deadlines=build(sources["deadlines.yaml"], dict[Code, Deadline]),
        anomalies=build(sources["anomalies.yaml"], dict[Code, Anomaly]),
        articles=build(sources["articles.yaml"], Articles),
        predicates={},
    )
    _check_comparisons(edition, vocabulary, sources)
    checks.check_names(edition, sources)
    edition = replace(edition, predicates=parse_texts(edition, sources))
    checks.run(edition, sources)
    return edition


def _check_comparisons(edition: Edition, vocabulary: Vocabulary, sources: Mapping[str, Source]) -> None:
    """The questions under which figures stand side by side are those of the vocabulary."""
    for file, named in (("parameters.yaml", edition.parameters), ("deadlines.yaml", edition.deadlines)):
        for code, element in named.items():
            if element.compares and element.compares not in vocabulary.comparisons:
                at = (code, "compares")
                raise sources[file].error(f"共用事实表的 comparisons 里没有“{element.compares}”", at)


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of every file but what is proved of them, in name order."""
    total = hashlib.sha256()
    for file in sorted(folder.rglob("*.yaml")):
        name = file.relative_to(folder).as_posix()
        if not name.startswith(PROVED):
            total.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def read_sources(folder: Path) -> dict[str, Source]:
    """The files of an edition by their names within the folder. Raises PackError."""
    found = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*.yaml"))}
    for name, file in found.items():
        if name not in KNOWN_FILES and not name.startswith(("procedures/", *PROVED)):
            raise PackError("没有这种文件，请检查文件名", file)
    for name in sorted(KNOWN_FILES - set(found)):
        raise PackError("缺少这个文件", folder / name)
    return {name: read(file) for name, file in found.items() if not name.startswith(PROVED)}


def _procedures(sources: Mapping[str, Source]) -> dict[str, Procedure]:
    procedures: dict[str, Procedure] = {}
    for name, source in sources.items():
        if not name.startswith("procedures/"):
            continue
        loaded: dict[str, Procedure] = build(source, dict[Code, Procedure])
        for code in loaded:
            if code in procedures:
                raise source.error(f"手续“{code}”在别的文件里已经写过", (code,))
        procedures.update(loaded)
    return procedures


def _entities(source: Source, vocabulary: Vocabulary) -> dict[str, Entity]:
    """The kinds of records under the names that the edition gives them."""
    own: EditionFacts = build(source, EditionFacts)
    entities = dict(vocabulary.entities)
    for code, said in own.entities.items():
        if code not in entities:
            raise source.error(f"共用事实表里没有这种对象：“{code}”", ("entities", code))
        entities[code] = entities[code].model_copy(update={"title": said.title, "seen_by": said.seen_by})
    return entities


def _facts(source: Source, vocabulary: Vocabulary) -> dict[str, Fact]:
    own: EditionFacts = build(source, EditionFacts)
    facts = dict(vocabulary.facts)
    for name, refinement in own.refine.items():
        if name not in facts:
            raise source.error(f"共用事实表里没有“{name}”", ("refine", name))
        facts[name] = _refined(facts[name], refinement, source, name)
    for name, fact in own.facts.items():
        if name in facts:
            raise source.error(f"事实“{name}”在共用事实表里已经有了，细化请写在 refine 下", ("facts", name))
        facts[name] = fact
    return facts


def _refined(fact: Fact, refinement: FactRefinement, source: Source, name: str) -> Fact:
    said: dict[str, Any] = {key: getattr(refinement, key) for key in refinement.model_fields_set}
    for value in said.get("values") or {}:
        if value not in fact.values:
            raise source.error(f"共用事实表里“{name}”没有值“{value}”", ("refine", name, "values", value))
    return fact.model_copy(update=said)
