"""The files of a pack before anything is written in them. What every key means stands in docs/packs.md."""

REGULATION = """\
# 填好带“待填”的各项；写法见 docs/packs.md 第四节
title: {title}
short: 待填
number: null
issuer: 待填
effective: {{text: null, date: null}}
state: draft  # draft 征求意见稿；date_defect 日期写错；date_ambiguous 两种读法；issued 正常
articles: {articles}
source_sha256: {digest}
project_code: XX  # 项目编号的开头，1–6 个大写字母
references: []
phases:
  - {{code: first, title: 待填}}
transition:
  policy: stay  # stay、finish_current_procedure、move_on_decision
  reason: 待填；条文有规定的改写 cites
registration:
  by: [builder]
  cites: [1]
  form: [project_summary]
  checks: []
measures: {{}}
# 例：criticism: {{title: 通报批评, cites: [1], rank: 1}}
holds: {{}}
"""

ARTICLES = """\
# 每一条：gist 用自己的话写要点（60 字以内，不抄原句），does 写系统怎么做；
# 没有任何内容依据它的，写 informational 说明为什么，其余的删掉 informational。
# 行末是原文的款数和项数，引用时用：第2款写 6.2，第2款第3项写 6.2(3)，第3项写 6(3)。"""

PARAMETERS = """\
# 条文里的每个数写一次，条件里用 :代号 引用。写好以后删掉最后一行的 {}。例：
# study_from: {title: 须交研究报告的总预算（及以上）, type: money, value: 500 万元, cites: [6]}
# signing_days: {title: 签订合同的期限, type: integer, value: 10, unit: 工作日, cites: [28]}
# 原文里找到的数（要逐条核对）："""

ROLES = """\
# 条文里的每个机构。holder：unit 项目单位，area 本区部门，higher 上级单位，outside 区外或第三方
builder:
  title: 项目单位
  cites: [1]
  holder: unit
  sees: own
  duties: 待填
# office:
#   title: 主管部门
#   cites: [4]
#   holder: area
#   duties: 评审、立项、验收
"""

FACTS = """\
# entities：共用对象在本办法里的叫法；refine：共用事实的叫法、选项、出处；facts：本办法独有的事实
entities: {}
refine: {}
# 例：total_budget: {meaning: 含安全部分, cites: [6]}
facts: {}
# 例：is_large: {type: boolean, title: 金额较大, derived: {holds: total_budget >= :study_from}, cites: [6]}
"""

RULES = """\
# 条文要求和禁止的事。kind：order 前一步没到，rule 条文不许，notice 只提醒。写好以后删掉最后一行的 {}。例：
# security_share:
#   title: 网络安全预算不低于总预算的 5%
#   cites: [37]
#   when: activity = 'new_build'
#   require: security_budget * 100 >= total_budget * :share
#   refusal: 网络安全预算不足
#   remedy: 提高网络安全预算
#   solve: security_budget
{}
"""

DEADLINES = """\
# 有时间要求的事。写好以后删掉最后一行的 {}。例：
# contract_signing:
#   title: 签订合同
#   cites: [28]
#   on: contract
#   duty_of: builder
#   start: [award_notice_on]
#   within: {working_days: signing_days}
#   fulfilled_by: contract_signed_on
{}
"""

ANOMALIES = """\
# 原文的毛病，不替它改。写好以后删掉最后一行的 {}。例：
# a47_no_such_day:
#   title: 施行日期不存在
#   cites: [47]
#   literal: 4 月 31 日
#   handling: 由系统管理员认定
#   blocks_activation: true
{}
"""

PROCEDURES = """\
# 手续：谁发起、先要什么、填什么、交什么、几步、每步几种结论。写好以后删掉最后一行的 {}。例：
# review:
#   title: 评审
#   cites: [6]
#   phase: first
#   recurrence: once
#   by: [builder]
#   form: [total_budget]
#   materials:
#     plan: {title: 建设方案, cites: [6]}
#   steps:
#     judging:
#       title: 审核
#       cites: [6]
#       by: [office]
#       kind: review
#       outcomes:
#         agreed: {title: 同意, cites: [6], to: done}
#         sent_back: {title: 退回补正, origin: software, reason: 条文没有写材料不全怎么办, to: revise}
{}
"""

CASES = """\
# 用例：每个数的上、下、恰好各一例，每条规则一个符合、一个不符合。写好以后删掉最后一行的 []。例：
# - name: 新建项目安全预算恰为 5%
#   cites: [37]
#   given: {project: {activity: new_build, total_budget: 600 万元, security_budget: 30 万元}}
#   when: {judge: security_share}
#   then: {result: holds}
[]
"""
