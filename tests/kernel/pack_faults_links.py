"""Faults between the parts of the made-up measure: names, conditions, steps."""

from __future__ import annotations

from tests.kernel.pack_faults import FACTS, HEAD, LIFE, LIMITS, NUMBERS, ROLES, RULES, WORDS, Fault

LINKS = [
    Fault(
        ROLES,
        "{role: office}",
        "{role: bureau} #!",
        "deciding_body.resolves.1.role",
        "没有这个角色：“bureau”",
    ),
    Fault(
        ROLES,
        "{role: office}",
        "{when: approved, role: office} #!",
        "deciding_body.resolves.1",
        "不能再带条件",
    ),
    Fault(
        ROLES,
        "  resolves:\n    - {when: kind = 'renewed', role: finance}\n    - {role: office}",
        "  resolves: #!\n    - {when: kind = 'renewed', role: finance}\n    - {role: deciding_body}",
        "deciding_body.resolves",
        "又回到“deciding_body”",
    ),
    Fault(HEAD, "by: [builder]", "by: [owner] #!", "registration.by", "没有这个角色"),
    Fault(HEAD, "checks: [in_scope]", "checks: [scope] #!", "registration.checks", "没有这个规则"),
    Fault(
        HEAD,
        "except_procedures: [review]",
        "except_procedures: [revue] #!",
        "holds.stopped.except_procedures",
        "没有这个手续",
    ),
    Fault(
        HEAD, 'form: [kind, total, "summary?"]', "form: [kind, sum] #!", "registration.form.1", "没有这个事实"
    ),
    Fault(
        HEAD,
        'form: [kind, total, "summary?"]',
        "form: [kind, price] #!",
        "registration.form.1",
        "属于合同，这张表填不了",
    ),
    Fault(
        HEAD,
        'form: [kind, total, "summary?"]',
        "form: [kind, is_large] #!",
        "registration.form.1",
        "是推算事实，不能填报",
    ),
    Fault(RULES, "on: contract", "on: invoice #!", "price_within.on", "没有这个对象"),
    Fault(
        RULES, "override_by: [office]", "override_by: [bureau] #!", "price_within.override_by", "没有这个角色"
    ),
    Fault(RULES, "solve: security", "solve: safety #!", "security_share.solve", "没有这个事实"),
    Fault(
        RULES,
        "remedy_procedure: review",
        "remedy_procedure: revue #!",
        "approved_first.remedy_procedure",
        "没有这个手续",
    ),
    Fault(
        LIMITS,
        "duty_of: builder\n  procedure",
        "duty_of: owner #!\n  procedure",
        "contract_filing.duty_of",
        "没有这个角色",
    ),
    Fault(
        LIMITS, "procedure: contract", "procedure: contracts #!", "contract_filing.procedure", "没有这个手续"
    ),
    Fault(LIMITS, "on: contract", "on: invoice #!", "contract_filing.on", "没有这个对象"),
    Fault(LIMITS, "start: [signed_on]", "start: [signed] #!", "contract_filing.start", "没有这个事实"),
    Fault(LIMITS, "start: [signed_on]", "start: [price] #!", "contract_filing.start", "不是日期"),
    Fault(LIMITS, "start: [approved_on]", "start: [signed_on] #!", "report.start", "属于合同"),
    Fault(
        LIMITS,
        "{working_days: signing_days}",
        "{working_days: sign_days} #!",
        "contract_filing.within",
        "没有这个参数",
    ),
    Fault(
        LIMITS,
        "interval_parameter: report_interval",
        "interval_parameter: interval #!",
        "report.interval_parameter",
        "没有这个参数",
    ),
    Fault(
        NUMBERS,
        "share:",
        "spare: {title: 没人用, type: integer, value: 1, cites: [7]} #!\nshare:",
        "spare",
        "没有任何地方用到",
    ),
    Fault(
        FACTS,
        "sum_of: price, where: signed_on IS NOT NULL}, cites: [6]}",
        "sum_of: prices}, cites: [6]} #!",
        "refine.price_total.derived",
        "没有这个事实",
    ),
    Fault(
        FACTS,
        "  is_major: {judged_by: office",
        "  is_major: {judged_by: bureau #!\n",
        "refine.is_major.judged_by",
        "没有这个角色",
    ),
    Fault(FACTS, "  total: {meaning: 含安全部分, ", "  totals: { #!\n", "refine.totals", "共用事实表里没有"),
    Fault(FACTS, "  is_large:", "  approved: #!", "facts.approved", "共用事实表里已经有了"),
    Fault(
        FACTS, "  is_large:", "  is_large: #\n    entity: invoice #!", "facts.is_large.entity", "没有这个对象"
    ),
    Fault(
        FACTS,
        "  total: {",
        "  kind: {values: {old: 旧}, cites: [4]} #!\n  total: {",
        "refine.kind.values.old",
        "没有值“old”",
    ),
    Fault(
        WORDS,
        "{entity: contract, type: money",
        "{entity: invoice, type: money #!\n",
        "facts.price.entity",
        "没有这个对象",
    ),
    Fault(
        WORDS,
        "contract: {title: 合同,",
        "contract: {parent: contract, title: 合同, #!\n   ",
        "entities.contract.parent",
        "不能作“contract”的上级",
    ),
    Fault(
        WORDS,
        "contract: {title: 合同,",
        "contract: {parent: invoice, title: 合同, #!\n   ",
        "entities.contract.parent",
        "没有这个对象",
    ),
    Fault(WORDS, "day: signed_on", "day: signed #!\n", "entities.contract.day", "没有这个事实"),
    Fault(
        WORDS, "library: {amount: [total]}", "library: {amount: [sum]} #!", "library.amount", "没有这个事实"
    ),
]
PREDICATES = [
    Fault(RULES, "require: approved", "require: approve #!", "approved_first.require", "approve"),
    Fault(
        RULES, "require: approved", "require: approved AND #!", "approved_first.require", "条件“approved AND”"
    ),
    Fault(RULES, "require: approved", "require: total / 2 > 1 #!", "approved_first.require", "除法"),
    Fault(RULES, "require: approved", "require: total > 1.5 #!", "approved_first.require", "小数"),
    Fault(RULES, "require: approved", "require: total = 'x' #!", "approved_first.require", "条件"),
    Fault(RULES, "require: approved", "require: kind = 'old' #!", "approved_first.require", "条件"),
    Fault(RULES, "require: approved", "require: total #!", "approved_first.require", "条件"),
    Fault(
        RULES,
        "require: approved",
        "require: price <= total #!",
        "approved_first.require",
        "属于合同，这里没有",
    ),
    Fault(
        RULES,
        "require: approved",
        "require: total > :share_percent #!",
        "approved_first.require",
        "share_percent",
    ),
    Fault(RULES, "require: approved", "require: true #!", "approved_first.require", "应为文字"),
    Fault(RULES, "when: kind = 'fresh'", "when: kind == 'fresh' #!", "security_share.when", "等于请写一个"),
    Fault(HEAD, "when: is_major AND NOT approved", "when: is_mayor #!", "holds.stopped.when", "is_mayor"),
    Fault(
        ROLES, "{when: kind = 'renewed'", "{when: kind = 'old' #!\n", "deciding_body.resolves.0.when", "条件"
    ),
    Fault(
        FACTS,
        "holds: total >= :study_from",
        "holds: total >= :study #!\n",
        "facts.is_large.derived.holds",
        "study",
    ),
    Fault(
        FACTS,
        "where: signed_on IS NOT NULL",
        "where: signed IS NOT NULL #!\n",
        "refine.price_total.derived.where",
        "signed",
    ),
    Fault(
        LIFE,
        "[4], when: total >= :study_from",
        "[4], when: totals >= 1 #!\n",
        "review.materials.study.when",
        "totals",
    ),
    Fault(
        LIFE,
        "required_when: total >= :study_from",
        "required_when: totals > 1 #!\n",
        "review.form.1.required_when",
        "totals",
    ),
    Fault(
        LIFE,
        "{role: finance, when: kind = 'fresh'}",
        "{role: finance, when: fresh #!\n}",
        "review.steps.decide.by.1.when",
        "fresh",
    ),
]
STEPS = [
    Fault(LIFE, "  phase: review", "  phase: reviews #!", "review.phase", "没有这个阶段"),
    Fault(LIFE, "  by: [builder]\n  checks", "  by: [owner] #!\n  checks", "review.by", "没有这个角色"),
    Fault(LIFE, "  checks: [security_share]", "  checks: [share] #!", "review.checks", "没有这个规则"),
    Fault(
        LIFE,
        "  checks: [security_share]",
        "  checks: [price_within] #!",
        "review.checks",
        "管的是合同，这道手续没有",
    ),
    Fault(LIFE, "  creates: contract", "  creates: invoice #!", "contract.creates", "没有这个对象"),
    Fault(
        LIFE,
        "  creates: contract",
        "  creates: contract\n  about: contract #!",
        "contract.about",
        "about 要是合同的上级",
    ),
    Fault(
        LIFE,
        "form: [contract_name, price, signed_on]",
        "form: [contract_name, cost] #!",
        "contract.form.1",
        "没有这个事实",
    ),
    Fault(
        LIFE,
        "form: [contract_name, price, signed_on]",
        "form: [price_total] #!",
        "contract.form.0",
        "推算事实",
    ),
    Fault(LIFE, "form: [is_major]", "form: [price] #!", "review.steps.decide.form.0", "属于合同"),
    Fault(
        LIFE,
        "      by: office\n      kind: check",
        "      by: bureau #!\n      kind: check",
        "review.steps.check.by",
        "没有这个角色",
    ),
    Fault(LIFE, "to: revise", "to: revised #!\n", "review.steps.check.outcomes.return.to", "没有这个去向"),
    Fault(LIFE, "received: {", "received: {to: receive, ", "contract.steps.receive", "走不到结束"),
    Fault(
        LIFE,
        "accept: {title: 受理",
        "accept: {to: done, title: 受理",
        "review.steps.decide",
        "没有任何结论通到这一步",
    ),
    Fault(
        LIFE,
        "measure: criticism",
        "measure: fine #!\n",
        "review.steps.decide.outcomes.refuse.measure",
        "没有这个监督措施",
    ),
    Fault(
        LIFE,
        "approved: true, ",
        "approved: 是, #!\n",
        "review.steps.decide.outcomes.approve.set.approved",
        "类型不符",
    ),
    Fault(
        LIFE,
        "approved_on: $today",
        "approved_on: $approved #!\n",
        "review.steps.decide.outcomes.approve.set.approved_on",
        "类型不符",
    ),
    Fault(
        LIFE,
        "approved_on: $today",
        "total: $today #!\n",
        "review.steps.decide.outcomes.approve.set.total",
        "类型不符",
    ),
    Fault(
        LIFE,
        "approved_on: $today",
        "filed_on: $today #!\n",
        "review.steps.decide.outcomes.approve.set.filed_on",
        "属于合同，这道手续改不了",
    ),
    Fault(
        LIFE,
        "approved: true, ",
        "approval: true, #!\n",
        "review.steps.decide.outcomes.approve.set",
        "没有这个事实",
    ),
    Fault(
        LIFE,
        "approved_on: $today",
        "is_large: true #!\n",
        "review.steps.decide.outcomes.approve.set.is_large",
        "推算事实",
    ),
    Fault(
        LIFE,
        "    note: {title: 说明",
        "    note: {produced_by: revue, title: 说明 #!\n",
        "review.materials.note.produced_by",
        "没有这个手续",
    ),
    Fault(LIFE, "    check:\n", "    revise: #!\n", "review.steps.revise", "revise"),
]
FAULTS = [*LINKS, *PREDICATES, *STEPS]
