"""What happens in the life of a project, as lists of acts: one row for each act, one function for each phase.

`start` is the day of registration. Days are counted from it and moved on to a working day; amounts are parts
of the total, in 分.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from xunzhang.kernel.facts import Value
from xunzhang.regulations import catalogue
from xunzhang.site.playing import REVISE, Act

__all__ = ["REVISE", "Act"]

Acts = Iterator[Act]
Days = Callable[[int], date]


def days_from(start: date) -> Days:
    """The first working day on or after so many days from the start, by the calendar as it is shipped."""
    calendar = catalogue.calendar_of(())

    def day(count: int) -> date:
        found = start + timedelta(days=count)
        while not calendar.is_working(found):
            found += timedelta(days=1)
        return found

    return day


def percent(total: int, share: int) -> int:
    """A part of an amount, in whole 分."""
    return total * share // 100


def ordinary(start: date, total: int) -> tuple[Act, ...]:
    """The life of an ordinary new-build project, from the review to operation money and surplus."""
    day = days_from(start)
    phases = (review, approval, first_budget, contracting, construction, acceptance, operation, closing)
    acts = (act for phase in phases for act in phase(day, total))
    return tuple(sorted(acts, key=lambda act: act.day))


def review(day: Days, total: int) -> Acts:
    demand: dict[str, Value] = {
        "project_basis": "区“十四五”数字强区规划，一网统管专项任务。",
        "project_content": "事件汇聚与分拨平台一套，移动端一套，接入 12 类事件。",
        "project_goals": "事件平均处置时间由 3 日降到 1 日。",
        "declared_total": total,
        "party_studied_on": day(-12),
    }
    yield Act(day(2), "builder", "demand_review", facts=demand)
    yield Act(day(3), "lead_body", "demand_review", "formal_check", "accept")
    yield Act(
        day(8), "lead_body", "demand_review", "review", "pass", opinion="建设必要，需求合理，同意通过。"
    )
    yield Act(day(20), "builder", "technical_review", facts=plan(total))
    yield Act(day(21), "lead_body", "technical_review", "formal_check", "accept")
    yield Act(day(30), "lead_body", "technical_review", "review", "pass", opinion="方案可行，同意通过。")


def plan(total: int) -> dict[str, Value]:
    """What the form of the technical review says of the construction plan."""
    return {
        "project_summary": "汇聚城管、交通、水务等 12 类事件，统一分拨处置。",
        "activity": "new_build",
        "total_budget": total,
        "security_budget": percent(total, 6),
        "crypto_budget": percent(total, 2),
        "hosting": "gov_cloud",
        "for_officials": True,
        "on_staff_platform": True,
        "for_public": False,
        "is_command": False,
        "is_enforcement": False,
        "has_sharing_mechanism": True,
        "data_categories_due": 5,
        "involves_civil_works": False,
        "is_high_energy": False,
    }


def approval(day: Days, total: int) -> Acts:
    decided: dict[str, Value] = {"approved_total": total, "approval_number": "济高新数立〔2025〕8号"}
    yield Act(day(34), "lead_body", "project_approval")
    yield Act(day(35), "lead_body", "project_approval", "decision", "approve", decided)
    yield Act(day(36), "lead_body", "library_filing")
    yield Act(day(38), "city_data_bureau", "library_filing", "filing", "received")
    if total > 200_000_000:
        yield Act(day(40), "lead_body", "municipal_review")
        yield Act(day(55), "municipal_reviewer", "municipal_review", "review", "pass")
    if total > 500_000_000:
        yield Act(day(57), "lead_body", "provincial_review")
        yield Act(day(80), "provincial_reviewer", "provincial_review", "review", "pass")


def first_budget(day: Days, total: int) -> Acts:
    yield from budget(day, 90, percent(total, 60))
    yield Act(day(124), "builder", "responsibility_letter", facts={"responsibility_signed_on": day(122)})
    yield Act(day(126), "lead_body", "responsibility_letter", "filing", "received")


def budget(day: Days, count: int, amount: int) -> Acts:
    """The budget of the year in which day `count` lies, from the request to the copy."""
    year = day(count).year
    asked: dict[str, Value] = {"budget_year": year, "budget_requested": amount, "joint_with_higher": False}
    number = f"济高新财预〔{year}〕15号"
    yield Act(day(count), "builder", "budget_request", facts=asked)
    yield Act(
        day(count + 8), "finance_office", "budget_request", "examine", "arrange", {"budget_granted": amount}
    )
    yield Act(
        day(count + 20), "finance_office", "budget_request", "issue", "issued", {"budget_number": number}
    )
    yield Act(day(count + 22), "lead_body", "budget_request", "copy", "received")


def contracting(day: Days, total: int) -> Acts:
    yield from contract(day, 130, 1, "平台开发与集成", percent(total, 92))
    yield from contract(day, 190, 2, "项目监理服务", percent(total, 3))


def contract(day: Days, count: int, number: int, title: str, amount: int) -> Acts:
    """Procurement from day `count`, signing and filing of contract `number` within the limits."""
    bought: dict[str, Value] = {
        "contract_title": title,
        "is_government_procurement": True,
        "procurement_method": "open_tender",
        "procurement_as_approved": True,
    }
    awarded: dict[str, Value] = {
        "award_notice_on": day(count + 30),
        "supplier_name": "鲁南数科信息技术有限公司",
        "award_amount": amount,
    }
    yield Act(day(count), "builder", "procurement", facts=bought)
    yield Act(day(count + 31), "builder", "procurement", "award", "awarded", awarded, record=number)
    signed = contract_facts(day, count + 38, f"JN-HT-{number:02d}", amount)
    yield Act(day(count + 38), "builder", "contract_signing", facts=signed, record=number)
    due: dict[str, Value] = {"final_acceptance_due_on": day(560)}
    yield Act(day(count + 41), "builder", "contract_filing", facts=due, record=number)
    yield Act(day(count + 43), "lead_body", "contract_filing", "filing", "received", record=number)


def contract_facts(day: Days, count: int, number: str, amount: int) -> dict[str, Value]:
    """What the form of a contract signed on day `count` says: one year, all clauses there."""
    return {
        "contract_number": number,
        "contract_amount": amount,
        "contract_signed_on": day(count),
        "legality_reviewed_on": day(count - 3),
        "implementation_starts_on": day(count + 3),
        "implementation_ends_on": day(count + 368),
        "warranty_months": 36,
        "clause_results_ownership": True,
        "clause_data_ownership": True,
        "clause_breach": True,
        "clause_warranty": True,
        "clause_usual": True,
    }


def construction(day: Days, total: int) -> Acts:
    begun: dict[str, Value] = {
        "implementing_body": "社会治理服务中心信息科",
        "responsible_person": "王建国",
        "construction_started_on": day(176),
        "services_engaged": "监理、软件测评",
    }
    yield Act(day(178), "builder", "construction_start", facts=begun)
    yield from payment(day, 240, 1, percent(total, 28))
    yield from progress(day, 250, 20, "完成需求确认和总体设计。")
    yield from budget(day, 260, percent(total, 40))
    yield from progress(day, 340, 60, "完成事件汇聚和分拨模块开发。")
    yield from payment(day, 345, 1, percent(total, 36))
    yield from progress(day, 420, 100, "完成联调和试运行。")
    pooled: dict[str, Value] = {"data_categories_due": 5, "data_categories_pooled": 5}
    yield Act(day(425), "builder", "data_pooling", facts=pooled)


def progress(day: Days, count: int, percent_: int, note: str) -> Acts:
    told: dict[str, Value] = {
        "progress_on": day(count),
        "progress_percent": percent_,
        "progress_note": note,
    }
    yield Act(day(count), "builder", "progress_report", facts=told)


def payment(day: Days, count: int, contract: int, amount: int) -> Acts:
    """A payment on a contract, by its number, asked for on day `count` and made four days later."""
    asked: dict[str, Value] = {"payment_amount": amount}
    yield Act(day(count), "builder", "payment", facts=asked, record=contract)
    yield Act(day(count + 4), "finance_office", "payment", "pay", "paid", record=contract)


def operation_payment(day: Days, count: int, amount: int) -> Acts:
    """A payment of operation money, which belongs to no contract."""
    yield Act(day(count), "builder", "operation_payment", facts={"payment_amount": amount})
    yield Act(day(count + 4), "finance_office", "operation_payment", "pay", "paid")


def acceptance(day: Days, total: int) -> Acts:
    yield Act(day(430), "builder", "initial_acceptance", facts={"initial_acceptance_on": day(429)})
    yield Act(day(432), "builder", "initial_acceptance", "conclusion", "pass")
    yield Act(day(440), "builder", "put_in_use", facts={"in_use_on": day(438)})
    yield Act(day(445), "builder", "final_acceptance")
    yield Act(day(450), "lead_body", "final_acceptance", "arrangement", "own")
    yield Act(day(460), "lead_body", "final_acceptance", "organised", "pass", {"performance_confirmed": True})
    yield from payment(day, 470, 1, percent(total, 23))
    yield from payment(day, 480, 2, percent(total, 3))


def operation(day: Days, total: int) -> Acts:
    for number, kind in enumerate(("crypto", "risk", "protection")):
        told: dict[str, Value] = {
            "assessment_kind": kind,
            "assessed_on": day(500 + number),
            "assessment_conclusion": "符合要求，无高风险项。",
        }
        yield Act(day(510), "builder", "security_assessment", facts=told)
    own: dict[str, Value] = {
        "evaluation_year": day(810).year,
        "evaluation_summary": "目标全部达到，运行平稳。",
    }
    yield Act(day(810), "builder", "self_evaluation", facts=own)
    yield Act(day(812), "lead_body", "self_evaluation", "receipt", "received")
    yield Act(day(815), "lead_body", "post_evaluation", facts={"evaluator": "某某检测评价有限公司"})
    result: dict[str, Value] = {"evaluation_result": "good", "finding_evaluation": False}
    yield Act(day(840), "lead_body", "post_evaluation", "report", "recorded", result)
    yield from operation_money(day, 850, percent(total, 5))


def operation_money(day: Days, count: int, amount: int) -> Acts:
    """An application for operation money on day `count`, found free of the six faults and granted."""
    asked: dict[str, Value] = {"operation_year": day(count).year, "operation_requested": amount}
    rest = ("finding_data", "finding_infrastructure", "finding_evaluation", "finding_progress")
    faults: dict[str, Value] = dict.fromkeys(rest, False)
    granted: dict[str, Value] = {"operation_granted": amount}
    yield Act(day(count), "builder", "operation_money", facts=asked)
    for office in ("cyberspace_office", "cryptography_desk"):
        yield Act(day(count + 5), office, "operation_money", "security_check", "clear")
    yield Act(day(count + 8), "lead_body", "operation_money", "findings_check", "clear", faults)
    yield Act(day(count + 20), "finance_office", "operation_money", "arrangement", "grant", granted)


def closing(day: Days, total: int) -> Acts:
    """The last payment, and what is left over goes back."""
    yield from payment(day, 900, 1, percent(total, 5))
    left: dict[str, Value] = {
        "surplus_amount": percent(total, 5),
        "surplus_goals_unchanged": True,
        "surplus_channel": "区级财政预算",
    }
    yield Act(day(910), "builder", "surplus_return", facts=left)
    yield Act(day(915), "finance_office", "surplus_return", "receipt", "received")


# -- what may happen besides -------------------------------------------------------------------


def order(start: date, *, limit: int = 20, by: str = "lead_body") -> tuple[Act, ...]:
    """A rectification order of an office, to be answered within so many days."""
    issuer = {"lead_body": "lead_body", "finance_office": "finance", "cyberspace_office": "cyberspace"}[by]
    said: dict[str, Value] = {
        "order_issuer": issuer,
        "order_source": "inspection",
        "order_field": "sharing",
        "order_finding": "两类数据没有归集到区数据集中管理平台",
        "order_requirement": "补归集两类数据，交平台回执。",
        "order_due_on": start + timedelta(days=limit),
    }
    return (Act(start, by, "supervision_order", facts=said),)


def answered(day: date, recheck: str | None = None, *, by: str = "lead_body") -> tuple[Act, ...]:
    """The unit answers the open order; with `recheck` (meets, fails) the issuer looks two days later."""
    answer = Act(day, "builder", "supervision_order", "answer", "answered", opinion="已补归集，回执附后。")
    if recheck is None:
        return (answer,)
    later = day + timedelta(days=2)
    return (answer, Act(later, by, "supervision_order", "recheck", recheck, opinion="已复查。"))


def measured(day: date, measure: str) -> tuple[Act, ...]:
    """The measure after a failed re-check: criticism, postpone, suspend or terminate."""
    return (Act(day, "lead_body", "supervision_order", "measure", measure, opinion="复查仍不符合要求。"),)


def overdue_measure(day: date, measure: str) -> tuple[Act, ...]:
    """The measure against an order that ran out without an answer."""
    said = "期限已过，没有答复。"
    return (
        Act(day, "lead_body", "overdue_measure"),
        Act(day, "lead_body", "overdue_measure", "measure", measure, opinion=said),
    )


def lifted(day: date) -> tuple[Act, ...]:
    """Suspension or postponement is lifted."""
    return (
        Act(day, "lead_body", "measure_lifting"),
        Act(day, "lead_body", "measure_lifting", "decision", "lift", opinion="整改符合要求，予以解除。"),
    )
