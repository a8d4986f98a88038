"""追回: more moved than is due. A case for each beneficiary and scheme, and what was agreed about it; money lines say what came back."""
import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from households.models import Placed


class Recovery(Placed):
    """追回案件: the keys of one beneficiary and scheme of which more moved than is due, in the county that paid them.

    Or what a receiver holds of a wrong payment; `household` is then the family it was meant for, and `person` is nobody.
    Opened and closed by the database as the two books change; how much is open is a query over the books, never a column.
    division_code is the village that paid.
    """

    class State(models.TextChoices):
        OPEN = "open", _("未结")
        CLOSED = "closed", _("已结")

    number = models.CharField(_("案件编号"), max_length=30, unique=True)
    beneficiary = models.CharField(max_length=60, db_collation="C")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="recoveries")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="recoveries")
    scheme = models.CharField(max_length=60)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    run = models.ForeignKey("benefits.Run", models.PROTECT, null=True, related_name="recoveries", help_text="the run that found it")
    wrong_payment = models.OneToOneField("benefits.WrongPayment", models.PROTECT, null=True, related_name="recovery", help_text="错发")
    opened_fen = models.BigIntegerField(help_text="what was overpaid when it was opened")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["beneficiary", "scheme"], name="recovery_by_beneficiary")]
        constraints = [
            models.UniqueConstraint(
                F("beneficiary"), F("scheme"), Left("division_code", 6), condition=Q(state="open"), name="one_open_recovery_per_beneficiary"
            ),
            models.CheckConstraint(condition=Q(opened_fen__gt=0), name="a_recovery_is_of_something"),
            models.CheckConstraint(
                condition=Q(run__isnull=False, wrong_payment__isnull=True) | Q(run__isnull=True, wrong_payment__isnull=False),
                name="a_recovery_is_found_by_a_run_or_a_wrong_payment",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | Q(state="closed", closed_at__isnull=False), name="a_recovery_is_closed_some_day"
            ),
        ]

    def __str__(self):
        return self.number


class RecoveryPlan(Placed):
    """追回办法: how a family gives back what it was overpaid, or why it need not. Proposed by one official, decided by another.

    `each_fen` is a month's instalment, or what is kept back of one payout; `amount_fen` what is written off.
    """

    class Kind(models.TextChoices):
        INSTALMENTS = "instalments", _("分期退还")
        SET_OFF = "set_off", _("从以后的发放中抵扣")
        WRITE_OFF = "write_off", _("核销")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待审批")
        APPROVED = "approved", _("执行中")
        REFUSED = "refused", _("未批准")
        ENDED = "ended", _("已终止")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="the same key is the same plan")
    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="plans")
    kind = models.CharField(_("办法"), max_length=11, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    each_fen = models.BigIntegerField(_("每期金额"), null=True)
    first_due = models.DateField(_("首期到期日"), null=True)
    taken_from = models.CharField(_("从哪一项抵扣"), max_length=60, default="", blank=True)
    amount_fen = models.BigIntegerField(_("核销金额"), null=True)
    consent = models.CharField(_("本人同意的书面材料"), max_length=120, default="", blank=True)
    consented_on = models.DateField(_("签署日期"), null=True)
    document = models.CharField(_("依据文件或会议纪要"), max_length=120, default="", blank=True)
    why = models.CharField(_("情况说明"), max_length=200)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_staff_no = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_staff_no = models.CharField(max_length=20, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, default="", blank=True, help_text="why it was refused or ended")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["recovery"], condition=Q(state="proposed"), name="one_recovery_plan_is_proposed_at_a_time"),
            models.UniqueConstraint(
                fields=["recovery"], condition=Q(state="approved") & ~Q(kind="write_off"), name="one_recovery_plan_holds_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(kind="instalments", each_fen__gt=0, first_due__isnull=False, taken_from="", amount_fen__isnull=True)
                | (Q(kind="set_off", each_fen__gt=0, first_due__isnull=True, amount_fen__isnull=True) & ~Q(taken_from=""))
                | Q(kind="write_off", amount_fen__gt=0, each_fen__isnull=True, first_due__isnull=True, taken_from=""),
                name="a_recovery_plan_says_how_much",
            ),
            models.CheckConstraint(
                condition=~Q(kind="set_off") | (~Q(consent="") & Q(consented_on__isnull=False)), name="set_off_needs_consent"
            ),
            models.CheckConstraint(condition=~Q(kind="write_off") | ~Q(document=""), name="a_write_off_rests_on_a_document"),
            models.CheckConstraint(
                condition=Q(decided_staff_no="") | ~Q(decided_staff_no=F("proposed_staff_no")), name="a_recovery_plan_is_decided_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_staff_no="", decided_at__isnull=True)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="proposed") & ~Q(decided_staff_no="")),
                name="a_recovery_plan_is_decided_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["refused", "ended"]) & ~Q(ended_why="")) | (Q(state__in=["proposed", "approved"], ended_why="")),
                name="a_recovery_plan_ends_with_a_reason",
            ),
        ]


class RecoveryNotice(Placed):
    """追回告知书: what a family is told of an overpayment, as it stood when it was issued. Made once; the sealed file is handed out ever after.

    `content` is what is printed: {name, place, scheme, opening, table, periods: [{period, scheme, paid_fen, due_fen, over_fen, back_fen,
    open_fen}], parts: [{heading, said: [text]}]}; of one issued before notices were letters, periods and notes.
    """

    document = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="what the printed code is made of")
    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="notices")
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    content = models.JSONField()
    lines = models.PositiveIntegerField()
    total_fen = models.BigIntegerField(help_text="what was still open")
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=14, null=True, unique=True)
    seal = models.OneToOneField("audits.Seal", models.PROTECT, null=True, related_name="recovery_notice")
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seal__isnull=True, code__isnull=True, sealed_at__isnull=True)
                | Q(seal__isnull=False, code__isnull=False, sealed_at__isnull=False),
                name="a_sealed_recovery_notice_has_a_code",
            ),
        ]

    def __str__(self):
        return self.number
