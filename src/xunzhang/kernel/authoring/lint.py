"""`xunzhang packs lint`: what loading does not refuse and an author should still know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xunzhang.kernel.authoring import contradictions, holding, shelf, tiers, usage
from xunzhang.kernel.authoring.demands import exemptions
from xunzhang.kernel.authoring.finding import Finding, at, of_fault
from xunzhang.kernel.authoring.shelf import Pack
from xunzhang.kernel.pack import locks
from xunzhang.kernel.pack.interpretation import Key, check_readings, load_interpretation
from xunzhang.kernel.pack.invariants import load_invariants
from xunzhang.kernel.pack.load import load_vocabulary
from xunzhang.kernel.pack.mutate import equivalents
from xunzhang.kernel.pack.source import PackError

CHECKS: Mapping[str, Callable[[Pack], Iterator[Finding]]] = {
    "没有用到的事实": usage.unused_facts,
    "无人能填的事实": usage.never_known,
    "没有用到的角色": usage.unused_roles,
    "无人能担任的角色": holding.nobody_holds,
    "时限的起算和办到": usage.deadlines,
    "走不到的手续": usage.unreachable,
    "金额分档": tiers.tiers,
    "互相矛盾的规则": contradictions.contradictions,
}


@dataclass(frozen=True)
class Report:
    """What is shared, a line per edition that loads, and the findings, errors first."""

    shared: tuple[str, ...]
    lines: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)


def check(packs: Path, chosen: str = "", lock: bool = False) -> Report:
    """All editions, or those that `chosen` names. Raises PackError for a fault of a shared file.

    With `lock`, the digests of new editions are entered in LOCK if all is well.
    """
    vocabulary = load_vocabulary(packs / "vocabulary.yaml")
    keys = load_interpretation(packs / "interpretation.yaml")
    shelf.calendar(packs)
    found, faults = shelf.readable(packs)
    known = locks.read_lock(packs)
    taken = [pack for pack in found if not chosen or chosen in (pack.id, pack.id.split("@")[0])]
    if chosen and not taken and not faults:
        raise ValueError(f"{packs} 里没有“{chosen}”，应写作 办法@版本 或办法")
    findings = [of_fault(fault, "") for fault in faults]
    for pack in taken:
        findings += [of_fault(fault, pack.id) for fault in _unreadable(pack, keys)]
        findings += _changed(pack, known.get(pack.id))
        findings += [finding for told in CHECKS.values() for finding in told(pack)]
    chosen_ids = {pack.id for pack in taken}
    findings += [each for each in holding.one_edition_a_day(found) if each.edition in chosen_ids]
    gone = sorted(
        set(known) - {f"{head.parent.parent.name}@{head.parent.name}" for head in shelf.heads(packs)}
    )
    lost = "已锁定，但文件夹里没有"
    findings += [Finding("error", "lock", name, f"{name} {lost}", str(packs / "LOCK")) for name in gone]
    findings.sort(key=lambda finding: (finding.severity, finding.edition))
    locking = lock and not any(finding.severity == "error" for finding in findings)
    if locking:
        locks.write_lock(packs, known | {pack.id: pack.edition.digest for pack in taken})
    shared = (
        f"共用事实表：{len(vocabulary.entities)} 个对象，{len(vocabulary.facts)} 项事实",
        f"解释口径：{len(keys)} 条",
    )
    lines = [f"{locks.describe(pack.edition)}，{_state(pack, known, locking)}" for pack in taken]
    return Report(shared, tuple(lines), tuple(findings))


def _state(pack: Pack, known: Mapping[str, str], locking: bool) -> str:
    if pack.id not in known:
        return "现在锁定" if locking else "未锁定"
    return "已锁定" if known[pack.id] == pack.edition.digest else "与锁定不符"


def _unreadable(pack: Pack, keys: dict[str, Key]) -> Iterator[PackError]:
    """What of an edition that loads cannot be read: its readings, and what is proved of it."""
    tried: tuple[Callable[[], object], ...] = (
        lambda: check_readings(pack.edition, keys, pack.folder),
        lambda: load_invariants(pack.folder, pack.edition),
        lambda: equivalents(pack.folder),
        lambda: exemptions(pack.folder),
        lambda: list(pack.cases()),
    )
    for read in tried:
        try:
            read()
        except PackError as fault:
            yield fault


def _changed(pack: Pack, locked: str | None) -> Iterator[Finding]:
    if locked and locked != pack.edition.digest:
        message = "与锁定时不同。已发布的版本不能改，请另立新版；确未发布的，先从 LOCK 里手工删去这一行"
        yield at(pack, "error", "lock", "regulation.yaml", (), message)
