"""The verbs of the journal and how a page tells them. `{…}` names a key of the entry's data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VERBS: Mapping[str, str] = {
    "project.registered": "登记项目“{name}”，适用{edition}",
    "project.edition_moved": "改按{edition}办理：{reason}",
    "case.drafted": "起草{procedure}",
    "case.discarded": "删去{procedure}草稿",
    "case.submitted": "提交{procedure}（第 {number} 次）",
    "case.resubmitted": "补正后重新提交{procedure}",
    "step.acted": "{procedure}·{step}：{outcome}",
    "rule.overridden": "{procedure}：对“{rule}”说明理由后放行（{reason}）",
    "fact.found": "认定“{fact}”为“{value}”：{reason}",
    "deadline.moved": "“{title}”的期限由 {was} 变为 {day}",
    "deadline.recomputed": "“{title}”的期限由 {was} 变为 {day}：{why}",
    "clocks.stopped": "“{title}”，自 {day} 起时限停止计算",
    "clocks.restarted": "“{title}”结束，自 {day} 起时限继续计算",
    "material.uploaded": "上传{slot}第 {version} 版（{filename}）",
    "material.given": "{procedure}交{slot}",
    "material.waived": "{procedure}说明{slot}不适用：{reason}",
    "material.withdrawn": "{procedure}撤下{slot}",
    "edition.installed": "安装{title}（{edition}）",
    "edition.resolved": "认定{title}的施行日期“{literal}”按 {chosen} 执行：{reason}",
    "edition.activated": "{area}自 {since} 起施行{title}",
    "edition.ended": "{area}的{title}施行至 {until}",
    "edition.text_imported": "{title}导入原文“{filename}”，{count} 条",
    "edition.text_removed": "{title}撤下原文“{filename}”",
    "edition.repealed": "{title}自 {since} 起废止，依据{document}",
    "edition.repeal_withdrawn": "撤销{title}自 {since} 起废止的登记：{reason}",
    "calendar.proposed": "读入《{title}》（{source}），{count} 天，等待确认",
    "calendar.confirmed": "确认《{title}》：{year} 年 {count} 天编入工作日历",
    "calendar.discarded": "放弃《{title}》，没有编入",
    "calendar.taken_back": "撤回《{title}》：{reason}",
    "person.added": "新增人员{name}（{username}）",
    "person.changed": "修改人员{name}：{change}",
    "feed.opened": "{name}开启日历订阅",
    "feed.renewed": "{name}更换日历订阅地址",
    "feed.closed": "{name}停用日历订阅",
    "area.added": "新增{kind}{name}（{code}）",
    "area.changed": "修改区域{name}：{change}",
    "organisation.added": "新增机构{name}",
    "organisation.changed": "修改机构{name}：{change}",
    "role.bound": "{area}的{role}由{organisation}担任",
    "role.unbound": "{area}的{role}不再由{organisation}担任",
    "post.given": "{name}担任{organisation}的{role}",
    "job.cancelled": "取消后台任务“{title}”",
    "job.retried": "重试后台任务“{title}”",
    "hook.added": "新增{of}的推送“{name}”（{host}）",
    "hook.changed": "{of}的推送“{name}”：{change}",
    "letter.resent": "再寄给{name}的邮件“{subject}”",
    "circular.issued": "发布{reference}通报“{title}”",
    "post.taken": "{name}不再担任{organisation}的{role}",
}


VEILED, VEILED_WORDS = "veiled", "一件只对有关机关公开的手续"
"""The key under which an entry names the kind of record that not everybody may see; what others read."""


def words(verb: str, data: Mapping[str, Any]) -> str:
    """The entry in one Chinese sentence."""
    return VERBS[verb].format_map(data)
