"""Runs of procedures: a case, its steps, its materials, its overrides, and the deadlines that follow."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Case(models.Model):
    """One run of a procedure. `facts` is what its form says; a draft has told nobody anything yet."""

    STATES = [("draft", "草稿"), ("open", "在办"), ("done", "办结"), ("failed", "未通过")]

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="cases")
    procedure = models.CharField(max_length=40)
    record = models.ForeignKey("projects.Record", on_delete=models.PROTECT, null=True, related_name="cases")
    number = models.PositiveSmallIntegerField("第几次")
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    facts = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    starter = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    starter_role = models.CharField(max_length=40)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_on = models.DateField("提交日期", null=True)
    closed_on = models.DateField("办结日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理"
        constraints = [
            models.UniqueConstraint(fields=["project", "procedure", "number"], name="case_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_on__isnull=False), name="submitted_cases_have_a_day"
            ),
        ]
        indexes = [models.Index(fields=["project", "state"], name="case_by_state")]


class StepRun(models.Model):
    """One member's turn at a step. State moves only by compare-and-set from `open`."""

    STATES = [("open", "在办"), ("done", "已办"), ("dropped", "撤销")]

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="runs")
    step = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=STATES, default="open")
    outcome = models.CharField(max_length=40, blank=True)
    opinion = models.TextField("意见", blank=True)
    facts = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    actor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField()
    acted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "步骤"
        constraints = [
            models.UniqueConstraint(fields=["case", "step", "round", "role"], name="one_turn_per_member"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(acted_at__isnull=False), name="done_runs_have_a_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["role", "organisation"], condition=Q(state="open"), name="open_runs_by_role"
            ),
            models.Index(fields=["case", "state"], name="runs_by_case"),
        ]


class Material(models.Model):
    """What a case has handed in for a slot: a version, or why the slot does not apply."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="materials")
    slot = models.CharField(max_length=60)
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, null=True, related_name="uses")
    not_applicable_reason = models.CharField("不适用理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "已交材料"
        constraints = [
            models.UniqueConstraint(fields=["case", "slot"], name="one_material_per_slot"),
            models.CheckConstraint(
                condition=Q(version__isnull=False) | ~Q(not_applicable_reason=""), name="material_or_reason"
            ),
        ]


class Override(models.Model):
    """A soft rule set aside by a named officer with a reason. Visible for ever."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="overrides")
    rule = models.CharField(max_length=60)
    role = models.CharField(max_length=40)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=300)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "放行"
        constraints = [models.UniqueConstraint(fields=["case", "rule"], name="one_override_per_rule")]


class Standstill(models.Model):
    """A time during which the clocks of a project stand still: from `began_on`, up to before `ended_on`."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="standstills")
    hold = models.CharField("停办", max_length=60)
    began_on = models.DateField("从")
    ended_on = models.DateField("到", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "时限停止"
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(ended_on=None), name="one_standstill_at_a_time"
            )
        ]


class Deadline(models.Model):
    """A duty with its date and the derivation behind it. `occurrence` counts periodic ones.

    `revision` counts how often its days moved; `changed_at` is when the row last said something new (None:
    before this was kept).
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="deadlines")
    record = models.ForeignKey(
        "projects.Record", on_delete=models.PROTECT, null=True, related_name="deadlines"
    )
    code = models.CharField(max_length=60)
    occurrence = models.PositiveSmallIntegerField(default=1)
    start_on = models.DateField("起算日", null=True)
    opens_on = models.DateField("最早", null=True)
    due_on = models.DateField("期限", null=True)
    done_on = models.DateField("完成", null=True)
    is_provisional = models.BooleanField("暂定", default=False)
    derivation = models.JSONField(null=True)
    revision = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "code", "occurrence"], condition=Q(record=None), name="deadline_once"
            ),
            models.UniqueConstraint(fields=["record", "code", "occurrence"], name="deadline_once_per_record"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="open_deadlines")]


class Layer(models.Model):
    """One layer of a project's baseline: what stood approved when a case ended. Rows never change (triggers).

    The first layer is the first approval; each later one names the change that the case approved. `facts` are
    those that the vocabulary keeps, `change` the facts of the record that changed the project.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="layers")
    number = models.PositiveSmallIntegerField("第几层")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="layers")
    record = models.ForeignKey("projects.Record", on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField()
    change = models.JSONField(default=dict)
    document = models.CharField("文号", max_length=60, blank=True)
    day = models.DateField("批准日")
    at = models.DateTimeField()
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    person_words = models.CharField("批准人", max_length=160)

    class Meta:
        verbose_name = verbose_name_plural = "基线"
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="layer_once")]


class Foresight(models.Model):
    """What confirming a holiday notice, or taking one back, would do to the days of open duties.

    `basis` names the calendar it was reckoned on; `firm` counts days that would be provisional no more.
    """

    notice = models.ForeignKey("regulations.HolidayNotice", on_delete=models.PROTECT, related_name="+")
    taking_back = models.BooleanField()
    basis = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    projects = models.PositiveIntegerField(default=0)
    firm = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "日历预览"
        indexes = [models.Index(fields=["notice", "-id"], name="foresights_of_notice")]


class Foreseen(models.Model):
    """A duty whose day would be another one."""

    foresight = models.ForeignKey(Foresight, on_delete=models.CASCADE, related_name="moves")
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="+")
    was = models.DateField()
    becomes = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = "预计变动"
