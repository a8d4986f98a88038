"""基金: money donated for families in need or appropriated for measures, kept apart from both books, and what families were granted from it."""
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Placed


class Fund(Placed):
    """公益金、生育关怀基金、专项经费 of a county. What it holds is the balance of its last line."""

    class Kind(models.TextChoices):
        WELFARE = "welfare", _("计划生育公益金")
        CARE = "care", _("生育关怀基金")
        APPROPRIATION = "appropriation", _("计划生育专项经费")

    kind = models.CharField(_("类别"), max_length=13, choices=Kind)
    name = models.CharField(_("基金名称"), max_length=60)
    document = models.CharField(_("设立文件及文号"), max_length=120)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["division_code", "name"], name="a_county_names_a_fund_once"),
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="fund_is_of_a_county"),
        ]

    def __str__(self):
        return self.name

    @property
    def income(self):
        """The kind of line its money comes in by."""
        return FundLine.Kind.APPROPRIATION if self.kind == self.Kind.APPROPRIATION else FundLine.Kind.DONATION


class FundGrant(Placed):
    """基金支出: what a family is to have from a fund. Proposed by one official, decided by another; approving it takes the money out.

    division_code is the village of the family. The amount is the officials' own: no document of the catalogue states one. A grant of a
    registered measure is of its registration, for a period (half-open) inside it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待审批")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("未批准")
        REVERSED = "reversed", _("已退回基金")

    class Measure(models.TextChoices):
        WELFARE_FUND_RELIEF = "welfare_fund_relief", _("计划生育公益金特别救助")
        BIRTH_CARE = "birth_care", _("生育关怀、幸福工程等救助")
        RELIEF_FUND = "relief_fund", _("计划生育家庭救助基金救助")
        REGISTERED_MEASURE = "registered_measure", _("已登记的奖补事项")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="the same key is the same grant")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="grants")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="fund_grants")
    measure = models.CharField(_("救助事项"), max_length=20, choices=Measure)
    registration = models.ForeignKey("benefits.Registration", models.PROTECT, null=True, related_name="grants")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    amount_fen = models.BigIntegerField(_("金额"))
    why = models.CharField(_("困难情况"), max_length=220, help_text="of a registered measure: what the record answered, and the recorded grounds")
    document = models.CharField(_("依据文件及文号"), max_length=120)
    citation = models.ForeignKey("benefits.Citation", models.PROTECT, null=True, related_name="fund_grants", help_text="the document as registered")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_staff_no = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_staff_no = models.CharField(max_length=20, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["fund", "state"], name="fund_grant_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="a_fund_grants_something"),
            models.CheckConstraint(condition=~Q(document="") & ~Q(why=""), name="a_fund_grant_says_why_and_by_which_document"),
            models.CheckConstraint(
                condition=Q(decided_staff_no="") | ~Q(decided_staff_no=F("proposed_staff_no")), name="a_fund_grant_is_decided_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_staff_no="", decided_at__isnull=True)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="proposed") & ~Q(decided_staff_no="")),
                name="a_fund_grant_is_decided_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refused_why="")) | (~Q(state="refused") & Q(refused_why="")),
                name="a_refused_fund_grant_says_why",
            ),
            models.CheckConstraint(
                condition=Q(measure="registered_measure", registration__isnull=False, since__isnull=False, until__isnull=False)
                | (Q(registration__isnull=True, since__isnull=True, until__isnull=True) & ~Q(measure="registered_measure")),
                name="a_registered_measure_is_granted_for_a_period",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="fundgrant_ends_after_it_begins"),
        ]


class FundLine(Placed):
    """基金收支: one movement of a fund in signed fen. Lines are numbered from one, and each carries the balance after it.

    Number and balance are the database's own: whoever inserts waits for the fund, and no line may leave less than nothing.
    A wrong line is taken back whole by another that points at it.
    """

    class Kind(models.TextChoices):
        DONATION = "donation", _("捐赠收入")
        APPROPRIATION = "appropriation", _("拨款收入")
        GRANT = "grant", _("救助支出")
        REVERSAL = "reversal", _("冲正")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="the same key is the same line")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(_("序号"), default=0)
    kind = models.CharField(max_length=13, choices=Kind)
    amount_fen = models.BigIntegerField(_("金额"))
    balance_fen = models.BigIntegerField(_("余额"), default=0)
    on = models.DateField(_("日期"), help_text="到账日或支付日")
    donor = models.CharField(_("资金来源"), max_length=80, default="", blank=True, help_text="who gave it: a donor, or who appropriated it")
    document = models.CharField(_("凭证"), max_length=120, default="", blank=True)
    grant = models.OneToOneField(FundGrant, models.PROTECT, null=True, related_name="line")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    why = models.CharField(_("冲正原因"), max_length=200, default="", blank=True)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_staff_no = models.CharField(max_length=20)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["fund", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="lines_of_a_fund_follow_each_other"),
            models.CheckConstraint(condition=Q(balance_fen__gte=0), name="a_fund_never_gives_what_it_does_not_hold"),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=["donation", "appropriation"], amount_fen__gt=0, grant__isnull=True, reverses__isnull=True, why="")
                    & ~Q(donor="") & ~Q(document="")
                )
                | Q(kind="grant", amount_fen__lt=0, grant__isnull=False, reverses__isnull=True, why="", donor="")
                | (Q(kind="reversal", grant__isnull=True, reverses__isnull=False, donor="") & ~Q(amount_fen=0) & ~Q(why="")),
                name="a_fund_line_says_where_money_came_from_or_went",
            ),
        ]

    def __str__(self):
        return f"{self.fund_id}/{self.number}"


class FundReceipt(Placed):
    """领款收据: what a family signs for when it is handed an approved grant. Made once; the sealed file is handed out ever after.

    `content` is what is printed: {place, name, lines: [[what, text]], notes: [text]}. division_code is the family's village.
    """

    document = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="what the printed code is made of")
    grant = models.OneToOneField(FundGrant, models.PROTECT, related_name="receipt")
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    content = models.JSONField()
    total_fen = models.BigIntegerField()
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=14, null=True, unique=True)
    seal = models.OneToOneField("audits.Seal", models.PROTECT, null=True, related_name="fund_receipt")
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seal__isnull=True, code__isnull=True, sealed_at__isnull=True)
                | Q(seal__isnull=False, code__isnull=False, sealed_at__isnull=False),
                name="a_sealed_fund_receipt_has_a_code",
            ),
        ]

    def __str__(self):
        return self.number
