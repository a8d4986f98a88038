"""小额信贷 (幸福工程, 贴息小额贷款, 互助资金): revolving principal, loans to families, and every movement with the balance after it.

A fund is of a kind of project (poverty.projects.models.LENT): what is planned, received and accepted of it stands in its projects.
"""
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Placed
from poverty.loans import states


class LoanFund(Placed):
    """信贷资金 of a county. What it holds is the balance of its last line; what families owe is the rest of its principal."""

    class Kind(models.TextChoices):
        MOTHERS = "mothers", _("幸福工程（救助贫困母亲）")
        SUBSIDISED_LOAN = "subsidised_loan", _("扶贫贴息小额贷款")
        MUTUAL_FUND = "mutual_fund", _("贫困村互助资金")

    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    name = models.CharField(_("名称"), max_length=60)
    document = models.CharField(_("设立文件及文号"), max_length=120)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["division_code", "name"], name="a_county_names_a_loan_fund_once"),
            models.CheckConstraint(condition=Q(division_code__endswith="000000") & ~Q(document=""), name="loan_fund_is_of_a_county"),
        ]

    def __str__(self):
        return self.name


class Loan(Placed):
    """借款 of a family; division_code is its village. Proposed by one official, decided by another: approving it is its line.

    It rests on an application of a confirmed ranking of a project of the fund's kind, and with it on the consultation; loans of 幸福工程 from before
    it was a kind of project have none. Lent by mistake it is taken back whole by a line of another person, as long as nothing was repaid.
    It comes back in `instalments` equal parts over `months` from the day it was lent; the last part takes what does not divide.
    """

    State = states.State

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="the same key is the same loan")
    fund = models.ForeignKey(LoanFund, models.PROTECT, related_name="loans")
    application = models.ForeignKey("ProjectApplication", models.PROTECT, null=True, related_name="loans")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="loans")
    amount_fen = models.BigIntegerField(_("借款金额"))
    months = models.PositiveSmallIntegerField(_("期限（月）"))
    instalments = models.PositiveSmallIntegerField(_("分期数"))
    purpose = models.CharField(_("用途"), max_length=200)
    document = models.CharField(_("借款合同"), max_length=120)
    state = models.CharField(max_length=8, choices=states.State, default=states.State.PROPOSED)
    lent_on = models.DateField(_("发放日期"), null=True, blank=True)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_staff_no = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_staff_no = models.CharField(max_length=20, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["household"], name="loan_by_household")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=["proposed", "lent"]), name="an_application_has_one_loan_at_a_time"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0) & ~Q(document="") & ~Q(purpose=""), name="a_loan_lends_something_by_a_contract"),
            models.CheckConstraint(
                condition=Q(instalments__gte=1, instalments__lte=F("months"), months__lte=120), name="a_loan_has_an_instalment_a_month_at_most"
            ),
            models.CheckConstraint(
                condition=Q(decided_staff_no="") | ~Q(decided_staff_no=F("proposed_staff_no")), name="a_loan_is_decided_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_staff_no="", decided_at__isnull=True)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="proposed") & ~Q(decided_staff_no="")),
                name="a_loan_is_decided_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["lent", "reversed"], lent_on__isnull=False, refused_why="")
                | Q(state="proposed", lent_on__isnull=True, refused_why="")
                | (Q(state="refused", lent_on__isnull=True) & ~Q(refused_why="")),
                name="a_loan_says_when_it_was_lent_or_why_not",
            ),
        ]


class LoanLine(Placed):
    """信贷收支: one movement of a fund in signed fen, numbered from one, with the balance after it. Lines are only added.

    Number and balance are the database's own. A wrong line is taken back whole by another that points at it.
    """

    class Kind(models.TextChoices):
        PRINCIPAL = "principal", _("投入本金")
        LENT = "lent", _("发放借款")
        REPAID = "repaid", _("归还借款")
        REVERSAL = "reversal", _("冲正")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="the same key is the same line")
    fund = models.ForeignKey(LoanFund, models.PROTECT, related_name="lines")
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, related_name="lines")
    number = models.PositiveIntegerField(_("序号"), default=0)
    kind = models.CharField(max_length=10, choices=Kind)
    amount_fen = models.BigIntegerField(_("金额"))
    balance_fen = models.BigIntegerField(_("余额"), default=0)
    on = models.DateField(_("日期"))
    document = models.CharField(_("凭证"), max_length=120, default="", blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    why = models.CharField(_("冲正原因"), max_length=200, default="", blank=True)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_staff_no = models.CharField(max_length=20)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["fund", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="lines_of_a_loan_fund_follow_each_other"),
            models.CheckConstraint(condition=Q(balance_fen__gte=0), name="a_loan_fund_never_lends_what_it_does_not_hold"),
            models.CheckConstraint(
                condition=Q(kind="principal", amount_fen__gt=0, loan__isnull=True, reverses__isnull=True, why="")
                | Q(kind="lent", amount_fen__lt=0, loan__isnull=False, reverses__isnull=True, why="")
                | Q(kind="repaid", amount_fen__gt=0, loan__isnull=False, reverses__isnull=True, why="")
                | (Q(kind="reversal", reverses__isnull=False) & ~Q(amount_fen=0) & ~Q(why="")),
                name="a_loan_line_says_where_money_came_from_or_went",
            ),
        ]
