"""Keeping what is typed and not yet handed in, word for word. Nothing here is judged or journaled."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from xunzhang.procedures.models import Case, StepRun
from xunzhang.procedures.queries import REVISE

LONGEST = 20_000
PREFIXES = ("f-", "reason-", "waive-")
NAMES = frozenset({"outcome", "opinion"})


def typed(posted: Mapping[str, object]) -> dict[str, str]:
    """Of everything posted, what belongs to the form, by the name of its field."""
    return {
        name: str(text).replace("\x00", "")[:LONGEST]
        for name, text in posted.items()
        if name in NAMES or name.startswith(PREFIXES)
    }


def keep_case(case: Case, words: Mapping[str, str]) -> bool:
    """Keep the form of a draft, or of a case sent back. False if it is out of the starter's hands."""
    mine = Q(state="draft") | Q(state="open", runs__step=REVISE, runs__state="open")
    ids = Case.objects.filter(mine, pk=case.pk).values("pk")
    case.typed = dict(words)
    return bool(Case.objects.filter(pk__in=list(ids.values_list("pk", flat=True))).update(typed=case.typed))


def keep_run(run: StepRun, words: Mapping[str, str]) -> bool:
    """Keep the form of a turn. False if it was decided meanwhile."""
    run.typed = dict(words)
    return bool(StepRun.objects.filter(pk=run.pk, state="open").update(typed=run.typed))
