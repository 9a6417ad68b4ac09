"""Small changes that make the made-up measure faulty, and what loading must say of each.

The line that the error must name carries the mark `#!`.
"""

from __future__ import annotations

from dataclasses import dataclass

HEAD, ROLES, NUMBERS, FACTS = "regulation.yaml", "roles.yaml", "parameters.yaml", "facts.yaml"
RULES, LIMITS, ARTICLES = "rules.yaml", "deadlines.yaml", "articles.yaml"
LIFE, WORDS = "procedures/life.yaml", "../../vocabulary.yaml"


@dataclass(frozen=True)
class Fault:
    """In `file`, `old` becomes `new`; `said` is part of the message, `key` the key that it names."""

    file: str
    old: str
    new: str
    key: str
    said: str


YAML = [
    Fault(HEAD, "short: 示例市", "short: 示例市\nshort: 示例 #!", "short", "键“short”写了两次"),
    Fault(RULES, "  when: kind", "  cites: [7] #!\n  when: kind", "security_share.cites", "写了两次"),
    Fault(HEAD, "issuer: ", "issuer: &who ", "", "不许用锚点和别名"),
    Fault(HEAD, "issuer: 示例市人民政府", "issuer: *who #!", "", "不许用锚点和别名"),
    Fault(ROLES, "office:\n", "office:\n  <<: {holder: area} #!\n", "office", "不许用合并键"),
    Fault(HEAD, "  - {code: build", "\t- {code: build", "", "制表符"),
    Fault(HEAD, "short: 示例市", "short: [示例市", "", "YAML 写法不对"),
    Fault(HEAD, "short: 示例市", "short: 示例市: 又", "", "YAML 写法不对"),
    Fault(HEAD, "signed: 2030-04-20", "signed: 2030-02-30 #!", "signed", "值“2030-02-30”不存在"),
    Fault(HEAD, "signed: 2030-04-20", "signed: 2030-13-01 #!", "signed", "不存在"),
    Fault(HEAD, "signed: 2030-04-20", "signed: 20300420 #!", "signed", "应为日期"),
    Fault(HEAD, "signed: 2030-04-20", "signed: 2030-4-20 #!", "signed", "应为日期"),
    Fault(HEAD, "articles: 12", "articles: 12.0 #!", "articles", "应为整数"),
    Fault(HEAD, "articles: 12", "articles: true #!", "articles", "应为整数"),
    Fault(HEAD, "articles: 12", "articles: 012 #!", "articles", "应为整数"),
    Fault(HEAD, "articles: 12", "articles: 0x0c #!", "articles", "应为整数"),
    Fault(HEAD, "short: 示例市", "short: 2030 #!", "short", "应为文字"),
    Fault(HEAD, "short: 示例市", "short: !!python/name:os.system x #!", "", "不许用标签"),
    Fault(HEAD, "short: 示例市", "? [a, b] #!\n: x\nshort: 示例市", "", "键要写成一个词"),
    Fault(
        LIFE, "optional: true", "optional: yes #!\n", "review.materials.note.optional", "应为 true 或 false"
    ),
    Fault(LIFE, "optional: true", "optional: 1 #!\n", "review.materials.note.optional", "应为 true 或 false"),
    Fault(RULES, "  on: contract", "  true: contract #!", "price_within", "键“true”要写成文字"),
    Fault(HEAD, "title: 示例市信息化项目办法", "--- #\ntitle: 一\n--- #!\ntitle: 二", "", "YAML 写法不对"),
]
SHAPE = [
    Fault(HEAD, "short: 示例市", "shrt: 示例市 #!", "shrt", "没有这个键"),
    Fault(HEAD, "short: 示例市\n", "", "short", "缺少这个键"),
    Fault(HEAD, "state: date_defect", "state: good #!", "state", "不在可用值之内"),
    Fault(HEAD, "project_code: SL", "project_code: sl1 #!", "project_code", "写法不对"),
    Fault(HEAD, "title: 示例市信息化项目办法", 'title: "" #!', "title", "不能为空"),
    Fault(HEAD, "references:\n", "references: {} #!\nothers:\n", "references", "应为列表"),
    Fault(HEAD, "policy: stay", "policy: leave #!\n", "transition.policy", "不在可用值之内"),
    Fault(
        ROLES, "finance: {title: 财政部门", "Finance: {title: 财政部门 #!\n", "Finance", "只许用小写英文字母"
    ),
    Fault(ROLES, "finance: {title: 财政部门", "财政: {title: 财政部门 #!\n", "财政", "只许用小写英文字母"),
    Fault(ROLES, "holder: unit", "holder: school #!\n", "builder.holder", "不在可用值之内"),
    Fault(NUMBERS, "value: 500 万元", "value: 500万 #!\n", "study_from", "金额“500万”写法不对"),
    Fault(NUMBERS, "value: 500 万元", "value: 0.0000001 万元 #!\n", "study_from", "写法不对"),
    Fault(NUMBERS, "value: 500 万元", "value: -5 万元 #!\n", "study_from", "写法不对"),
    Fault(NUMBERS, "value: 5,", 'value: "5", #!\n', "share", "不是整数"),
    Fault(NUMBERS, "value: 5,", "value: 5.0, #!\n", "share", "不是整数"),
    Fault(
        LIMITS,
        "{working_days: signing_days}",
        "{working_days: 10, days: 3} #!",
        "contract_filing.within",
        "恰好写一种单位",
    ),
    Fault(LIMITS, "{working_days: signing_days}", "{} #!", "contract_filing.within", "恰好写一种单位"),
    Fault(
        LIMITS, "{working_days: signing_days}", "{weeks: 2} #!", "contract_filing.within.weeks", "没有这个键"
    ),
    Fault(LIMITS, "  within: {", "  at_least: {days: 3}\n  within: {", "contract_filing", "期限要恰好写一种"),
    Fault(LIMITS, "  unquantified: 定期\n", "", "report", "期限要恰好写一种"),
    Fault(LIMITS, "  start: [signed_on]\n", "", "contract_filing", "要写 start"),
    Fault(RULES, "  override_by: [office]\n", "", "price_within", "软性规则要写 override_by"),
    Fault(RULES, "  strength: soft\n", "", "price_within", "硬性规则不写"),
    Fault(RULES, "  kind: order", "  kind: law #!", "approved_first.kind", "不在可用值之内"),
    Fault(LIFE, "recurrence: once", "recurrence: twice #!", "review.recurrence", "不在可用值之内"),
    Fault(LIFE, "kind: check", "kind: glance #!", "review.steps.check.kind", "不在可用值之内"),
    Fault(
        WORDS,
        "values: {fresh: 新建, renewed: 改建}",
        "values: {} #!\n",
        "facts.kind",
        "choice 事实要写 values",
    ),
    Fault(
        WORDS,
        "{type: boolean, title: 变化较大}",
        "{type: flag, title: 变化较大} #!",
        "facts.is_major.type",
        "不在可用值之内",
    ),
    Fault(
        FACTS,
        "derived: {sum_of: price, where",
        "derived: {sum_of: price, count_of: contract, where",
        "refine.price_total.derived",
        "恰好写一种",
    ),
]
GROUND = [
    Fault(RULES, "  cites: [7]\n", "", "security_share", "没有引用条文"),
    Fault(
        ROLES,
        "finance: {title: 财政部门, cites: [3.2]",
        "finance: {title: 财政部门",
        "finance",
        "没有引用条文",
    ),
    Fault(LIFE, "title: 建设方案, cites: [4]", "title: 建设方案", "review.materials.plan", "没有引用条文"),
    Fault(LIFE, "reason: 便于核对, ", "", "review.materials.note", "要写明 reason"),
    Fault(RULES, "cites: [7]", "cites: [13] #!", "security_share.cites", "只有 12 条"),
    Fault(RULES, "cites: [7]", "cites: [0] #!", "security_share.cites", "引用了第0条"),
    Fault(RULES, "cites: [7]", "cites: [第七条] #!", "security_share.cites", "写法不对"),
    Fault(RULES, "cites: [7]", "cites: [9-3] #!", "security_share.cites", "前后颠倒"),
    Fault(RULES, "cites: [7]", "cites: [7.] #!", "security_share.cites", "写法不对"),
    Fault(
        ARTICLES,
        "  9: {",
        "  #\n  13: {gist: 多的一条, chapter: rest, informational: 无} #!\n  9: {",
        "articles.13",
        "只有 12 条",
    ),
    Fault(
        ARTICLES,
        "  9: {gist: 变化较大要认定, chapter: life, does: 由主管部门认定}\n",
        "",
        "articles",
        "第9条没有交代",
    ),
    Fault(
        ARTICLES,
        "chapter: rest, informational: 只写解释机关",
        "chapter: end, informational: 无 #!\n",
        "articles.11.chapter",
        "没有这一章",
    ),
    Fault(ARTICLES, ", informational: 只写解释机关", "", "articles.11", "没有写 informational 的理由"),
    Fault(ARTICLES, "does: 提交前判断", "informational: 不办 #!\n", "articles.7", "不能再写 informational"),
]
FAULTS = [*YAML, *SHAPE, *GROUND]
