"""docs/constructs.md names what there is: every element, its article, and every key."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.packs.test_cases import EDITIONS
from tests.packs.test_lint import KEYS
from tests.support import tiny
from xunzhang.kernel.authoring import schemas
from xunzhang.kernel.authoring.coverage import KINDS
from xunzhang.kernel.pack.edition import Edition

GUIDE = (tiny.REAL.parent / "docs" / "constructs.md").read_text(encoding="utf-8")
SHORT = {short: EDITIONS[identity] for short, identity in re.findall(r"(\S\S)＝`(\S+?)`", GUIDE)}
ROWS = [row.strip("| ").split(" | ") for row in GUIDE.splitlines() if re.match(r"\| \d", row)]
EXAMPLES = [
    pytest.param(*example, id="-".join((row[0], *example[:3])))
    for row in ROWS
    for example in re.findall(r"(\S\S) (\S+) `([\w.]+)`(?:（([\d.()]+)）)?", row[3])
]
WORDS = {word for schema in schemas.schemas().values() for word in re.findall(r"'([a-z_]+)'", str(schema))}


def test_there_are_53_and_each_has_an_example() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 54))
    assert set(SHORT) == {"济宁", "安丘", "泰州", "湛河", "郑州"}
    for number, _, _, examples in ROWS:
        assert len(examples.split("；")) == sum(example.id.split("-")[0] == number for example in EXAMPLES)


@pytest.mark.parametrize(("place", "kind", "code", "article"), EXAMPLES)
def test_the_example_is_in_the_edition(place: str, kind: str, code: str, article: str) -> None:
    edition = SHORT[place]
    if kind == "空":
        assert not any(_present(edition, code))
        return
    found = _named(edition, kind, code)
    assert found not in (None, (), "", {}), f"{place}没有{kind} {code}"
    if article:
        cites = found if isinstance(found, tuple) else found.cites
        assert article in {part for cite in cites for part in (str(cite), str(cite.article))}


def _named(edition: Edition, kind: str, code: str) -> Any:
    if kind == "办法":
        return getattr(edition.regulation, code)
    if kind == "条文":
        return edition.articles.articles[int(code)]
    if kind == "别称":
        return edition.roles[code].aliases
    kinds = {word: name for name, word in KINDS.items()} | {"措施": "measure"}
    return next(
        (element for name, at, element in edition.elements() if (name, at) == (kinds[kind], code)), None
    )


def _present(edition: Edition, what: str) -> list[object]:
    """What there would be of a construct that an edition does without."""
    if what == "money":
        return [each for each in edition.parameters.values() if each.type == "money"]
    if what == "working_days":
        return [each for each in edition.deadlines.values() if each.within and each.within.unit == what]
    return [code for code in edition.procedures if code == what]


def test_the_keys_are_keys() -> None:
    known = {key for _, key in KEYS} | WORDS | set(schemas.FILES) | {">=", ">", "boolean"}
    named = {word for row in ROWS for word in re.findall(r"`([^`]+)`", row[2])}
    assert named - known == set()
