"""The project library: a project, what is known about it, and the records it has many of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Project(models.Model):
    """One project, or the standing file of a unit or an area (`level`).

    `facts` holds every fact by name (money in 分, days as ISO text, missing key = unknown), derived ones
    included. The other columns repeat what lists sort and filter by; `services.refresh` keeps them.
    """

    LEVELS = [("project", "项目"), ("unit", "单位"), ("area", "区域")]

    code = models.CharField("编号", max_length=24, unique=True)
    level = models.CharField(max_length=8, choices=LEVELS, default="project")
    area = models.ForeignKey("accounts.Area", on_delete=models.PROTECT, related_name="projects")
    unit = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="projects")
    edition = models.ForeignKey(
        "regulations.InstalledEdition", on_delete=models.PROTECT, related_name="projects"
    )
    name = models.CharField("项目名称", max_length=120)
    summary = models.TextField("建设内容", blank=True)
    year = models.PositiveSmallIntegerField("年度")
    facts = models.JSONField(default=dict)
    registered_on = models.DateField("登记日期")
    registered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("最近变动")
    # the one-time number of the form it came from: a form sent twice finds the project made first
    form_key = models.CharField(max_length=32, null=True, unique=True, editable=False)
    # what lists need, all computed from facts, cases and deadlines
    phase = models.CharField("阶段", max_length=40, blank=True)
    activity = models.CharField("建设性质", max_length=24, blank=True)
    amount = models.BigIntegerField("金额（分）", null=True)
    contract_amount = models.BigIntegerField("合同金额（分）", null=True)
    paid_amount = models.BigIntegerField("已付（分）", null=True)
    next_due = models.DateField("下一时限", null=True)
    # the next day on which anything of the above may change though nobody acts
    wakes_on = models.DateField(null=True, editable=False)
    next_due_title = models.CharField(max_length=80, blank=True)
    failing = models.PositiveSmallIntegerField("不符合", default=0)
    unknown = models.PositiveSmallIntegerField("待补充", default=0)
    status = models.CharField("状态", max_length=24, blank=True)
    returned = models.BooleanField("退回待补正", default=False)
    started_on = models.DateField("开工", null=True)
    accepted_on = models.DateField("验收", null=True)
    acceptance_due = models.DateField("约定验收", null=True)
    # per cent, and percentage points reported beyond what evidence speaks for (kernel.evidence)
    reported = models.BigIntegerField("填报进度", null=True)
    reported_on = models.DateField("最近填报", null=True)
    evidence = models.PositiveSmallIntegerField("证据进度", null=True)
    divergence = models.BigIntegerField("相差", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        indexes = [
            models.Index(fields=["area", "level", "next_due", "id"], name="library_by_due"),
            models.Index(fields=["area", "level", "amount", "id"], name="library_by_amount"),
            models.Index(fields=["area", "level", "phase", "id"], name="library_by_phase"),
            models.Index(fields=["unit", "level", "id"], name="library_by_unit"),
            models.Index(
                fields=["wakes_on", "id"], condition=Q(wakes_on__isnull=False), name="projects_to_wake"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Record(models.Model):
    """Something a project has many of: a contract, a payment, an order … (entities of the vocabulary).

    `parent` is the record it belongs to: the contract of a payment.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="records")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    entity = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField()
    facts = models.JSONField(default=dict)
    amount = models.BigIntegerField("金额（分）", null=True)
    day = models.DateField("日期", null=True)
    is_void = models.BooleanField("作废", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "记录"
        constraints = [
            models.UniqueConstraint(fields=["project", "entity", "number"], name="record_number_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="record_not_negative"
            ),
        ]


class Numbering(models.Model):
    """The last number given in a series (area, prefix, year), so that numbers have no gaps or twins."""

    series = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Refusal(models.Model):
    """One reason for which an act was refused. Rows of one press share `press`; nothing else was written.

    `kind` and `code` name what stood in the way as the edition does: a rule, a hold, a material, a field, or
    the procedure itself where it had nothing to be about. `facts` are what a rule was judged on, then. Rows
    never change: triggers see to it.
    """

    edition = models.ForeignKey("regulations.InstalledEdition", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="refusals")
    press = models.CharField(max_length=32)
    act = models.CharField("办什么", max_length=120)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "拒绝"
        indexes = [models.Index(fields=["edition", "kind", "code"], name="refusals_by_element")]
