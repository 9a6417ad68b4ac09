"""Released editions stay as they are: packs/LOCK keeps their digests."""

from __future__ import annotations

from pathlib import Path

from xunzhang.kernel.pack.edition import Edition

_HEAD = "# 已发布各版的摘要。改动已锁定的版本是错误；新版用 lint --lock 记入，确未发布的才可手工删行。\n"


def describe(edition: Edition) -> str:
    """An edition in one line: how many of what, and its digest."""
    regulation = edition.regulation
    plain = sum(bool(article.informational) for article in edition.articles.articles.values())
    steps = sum(len(procedure.steps) for procedure in edition.procedures.values())
    counts = [
        f"{regulation.articles} 条（仅说明 {plain}）",
        f"手续 {len(edition.procedures)}",
        f"步骤 {steps}",
        f"规则 {len(edition.rules)}",
        f"时限 {len(edition.deadlines)}",
        f"参数 {len(edition.parameters)}",
        f"角色 {len(edition.roles)}",
        f"异常 {len(edition.anomalies)}",
    ]
    return f"{edition.id} {regulation.title}：{'，'.join(counts)}；摘要 {edition.digest[:12]}"


def read_lock(packs: Path) -> dict[str, str]:
    """Digests of the released editions by id; nothing without a LOCK."""
    file = packs / "LOCK"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {row[0]: row[-1] for row in rows}


def write_lock(packs: Path, digests: dict[str, str]) -> None:
    rows = "".join(f"{identity} {digests[identity]}\n" for identity in sorted(digests))
    (packs / "LOCK").write_text(_HEAD + rows, encoding="utf-8")
