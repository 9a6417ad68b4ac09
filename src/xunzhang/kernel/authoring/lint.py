"""`xunzhang packs lint`: what loading does not refuse and an author should still know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xunzhang.kernel.authoring import contradictions, shelf, tiers, usage
from xunzhang.kernel.authoring.finding import Finding, at, of_fault
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.pack import lint as loading
from xunzhang.kernel.pack.interpretation import check_readings, load_interpretation
from xunzhang.kernel.pack.source import PackError

CHECKS: Mapping[str, Callable[[Pack], Iterator[Finding]]] = {
    "没有用到的事实": usage.unused_facts,
    "无人能填的事实": usage.never_known,
    "没有用到的角色": usage.unused_roles,
    "时限的起算和办到": usage.deadlines,
    "走不到的手续": usage.unreachable,
    "金额分档": tiers.tiers,
    "互相矛盾的规则": contradictions.contradictions,
}


@dataclass(frozen=True)
class Report:
    """A line per edition that loads, and the findings, errors first."""

    lines: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)


def check(packs: Path, chosen: str = "") -> Report:
    """All editions, or those that `chosen` names. Raises PackError for a fault of a shared file."""
    found, faults = shelf.readable(packs)
    keys = load_interpretation(packs / "interpretation.yaml")
    locked = loading.read_lock(packs)
    taken = [pack for pack in found if not chosen or chosen in (pack.id, pack.id.split("@")[0])]
    findings = [of_fault(fault, "") for fault in faults]
    for pack in taken:
        try:
            check_readings(pack.edition, keys, pack.folder)
        except PackError as fault:
            findings.append(of_fault(fault, pack.id))
        findings += _changed(pack, locked.get(pack.id))
        findings += [finding for told in CHECKS.values() for finding in told(pack)]
    there = {f"{head.parent.parent.name}@{head.parent.name}" for head in shelf.heads(packs)}
    gone = sorted(set(locked) - there)
    lost = "已锁定，但文件夹里没有"
    findings += [Finding("error", "lock", name, f"{name} {lost}", str(packs / "LOCK")) for name in gone]
    findings.sort(key=lambda finding: (finding.severity, finding.edition))
    return Report(tuple(loading.describe(pack.edition) for pack in taken), tuple(findings))


def _changed(pack: Pack, locked: str | None) -> Iterator[Finding]:
    if locked and locked != pack.edition.digest:
        message = "与锁定时不同。已发布的版本不能改，请另立新版"
        yield at(pack, "error", "lock", "regulation.yaml", (), message)
