"""发放: what is paid out together, to whom, on which account, and why as much."""
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import crypto
from households.models import Placed


def _step(name):
    """A step is taken by somebody some day, or by nobody."""
    taken, by, staff_no = f"{name}_at__isnull", f"{name}_by__isnull", f"{name}_staff_no"
    return models.CheckConstraint(
        condition=Q(**{taken: True, by: True, staff_no: ""}) | Q(Q(**{taken: False, by: False}) & ~Q(**{staff_no: ""})),
        name=f"payout_run_is_{name}_by_somebody_some_day",
    )


def _apart(first, second, name):
    """Two steps are taken by two people, whichever of their accounts they use."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}_staff_no": ""}) | ~Q(**{f"{first}_staff_no": F(f"{second}_staff_no")}), name=name
    )


class PayoutRun(Placed):
    """发放批次: the positive balances of some schemes in one place, up to the end of a period, paid out together.

    Its payouts may change until it is prepared. The reviewer and the signer see what `content_hash` seals; from the
    signature on nothing of it changes but where the money stands.
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", _("拟制中")
        DRAFTED = "drafted", _("待初核")
        PREPARED = "prepared", _("待复核")
        REVIEWED = "reviewed", _("待签发")
        SIGNED = "signed", _("已签发")
        HANDED_OVER = "handed_over", _("已交银行")
        SETTLED = "settled", _("已办结")
        DISCARDED = "discarded", _("已作废")

    APPROVED_STATES = (State.SIGNED, State.HANDED_OVER, State.SETTLED)

    number = models.CharField(_("批次编号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, help_text="the same key is the same run")
    schemes = ArrayField(models.CharField(max_length=60), help_text="sorted")
    since = models.DateField()
    until = models.DateField()
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", help_text="上期，勾稽所对比的批次")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by", help_text="作废后重拟的原批次")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFTING)
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")

    total_fen = models.BigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0, help_text="发放记录笔数")
    content_hash = models.CharField(max_length=64, default="", blank=True)
    signed_block = models.BigIntegerField(null=True, help_text="last sealed block of the journal at the signature")
    signed_head = models.CharField(max_length=64, default="", blank=True)

    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    drafted_staff_no = models.CharField(max_length=20)
    drafted_at = models.DateTimeField()
    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    prepared_staff_no = models.CharField(max_length=20, default="", blank=True)
    prepared_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reviewed_staff_no = models.CharField(max_length=20, default="", blank=True)
    reviewed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    signed_staff_no = models.CharField(max_length=20, default="", blank=True)
    signed_at = models.DateTimeField(null=True)
    handed_over_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    handed_over_staff_no = models.CharField(max_length=20, default="", blank=True)
    handed_over_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["division_code", "-id"], name="payout_run_by_place")]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__endswith="000"), name="payout_run_is_of_a_county_or_township"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="payout_run_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(since__day=1, until__day=1), name="payout_run_covers_whole_months"),
            models.CheckConstraint(condition=Q(schemes__len__gt=0), name="payout_run_has_schemes"),
            *[_step(name) for name in ("prepared", "reviewed", "signed", "handed_over")],
            _apart("reviewed", "prepared", "preparer_is_not_reviewer"),
            _apart("signed", "prepared", "preparer_is_not_signer"),
            _apart("signed", "reviewed", "reviewer_is_not_signer"),
            _apart("handed_over", "prepared", "preparer_is_not_exporter"),
            _apart("handed_over", "reviewed", "reviewer_is_not_exporter"),
            _apart("handed_over", "signed", "signer_is_not_exporter"),
            models.CheckConstraint(
                condition=Q(state__in=["drafting", "drafted"], prepared_at__isnull=True)
                | Q(state="discarded")
                | Q(state__in=["prepared", "reviewed", "signed", "handed_over", "settled"], prepared_at__isnull=False),
                name="payout_run_is_prepared_before_it_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafting", "drafted", "prepared"], reviewed_at__isnull=True)
                | Q(state="discarded")
                | Q(state__in=["reviewed", "signed", "handed_over", "settled"], reviewed_at__isnull=False),
                name="payout_run_is_reviewed_before_it_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafting", "drafted", "prepared", "reviewed"], signed_at__isnull=True)
                | Q(state="discarded")
                | Q(state__in=["signed", "handed_over", "settled"], signed_at__isnull=False),
                name="payout_run_is_signed_before_it_is_paid",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["handed_over", "settled"], handed_over_at__isnull=False)
                | (~Q(state__in=["handed_over", "settled"]) & Q(handed_over_at__isnull=True)),
                name="payout_run_is_handed_over_by_the_exporter",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def is_approved(self):
        return self.state in self.APPROVED_STATES


class Payout(Placed):
    """发放记录: what one beneficiary of one scheme is paid in a run. division_code is the village.

    The account and what the roster prints of the person are copies under the row's own key, frozen with the run.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("未批准")
        APPROVED = "approved", _("待代发")
        WITH_BANK = "with_bank", _("代发中")
        CONFIRMED = "confirmed", _("已到账")
        RETURNED = "returned", _("已退汇")
        REMOVED = "removed", _("未发放")

    OPEN_STATES = (State.DRAFTED, State.APPROVED, State.WITH_BANK)

    class Decision(models.TextChoices):
        PENDING = "pending", _("待定")
        APPROVE = "approve", _("通过")
        HOLD = "hold", _("缓发")
        REMOVE = "remove", _("剔除")

    class Change(models.TextChoices):
        NEW = "new", _("新增")
        CHANGED = "changed", _("变动")
        SAME = "same", _("未变")

    class Per(models.TextChoices):
        MONTH = "month", _("元/月")
        YEAR = "year", _("元/年")
        EVENT = "event", _("元/次")

    run = models.ForeignKey(PayoutRun, models.PROTECT, related_name="payouts", db_index=False)
    line_no = models.PositiveIntegerField(_("序号"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    beneficiary = models.CharField(max_length=60, db_collation="C")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="payouts")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="payouts", help_text="领款人")
    scheme = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()
    standard_fen = models.BigIntegerField(help_text="what is due for the latest period")
    standard_per = models.CharField(max_length=5, choices=Per)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFTED)
    previous_fen = models.BigIntegerField(null=True, help_text="what the beneficiary had of the scheme in the previous run")
    change = models.CharField(max_length=7, choices=Change)
    anomalies = models.JSONField(default=list, help_text="[{kind, …}] of benefits.payouts.anomalies")
    decision = models.CharField(max_length=7, choices=Decision, default=Decision.APPROVE)
    reason = models.CharField(_("理由"), max_length=200, default="", blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    name = models.CharField(_("姓名"), max_length=60, help_text="as printed")
    place_name = models.CharField(_("村组"), max_length=80, help_text="as printed")
    identity_sealed = models.BinaryField(null=True)
    account = models.ForeignKey("households.Account", models.PROTECT, null=True, related_name="payouts")
    holder_name = models.CharField(max_length=60, default="", blank=True)
    bank = models.CharField(max_length=60, default="", blank=True)
    account_sealed = models.BinaryField(null=True)
    account_hash = models.BinaryField(null=True)

    class Meta:
        ordering = ["run", "line_no"]
        indexes = [
            models.Index(fields=["run", "division_code", "line_no"], name="payout_by_place"),
            models.Index(fields=["beneficiary", "scheme"], name="payout_by_beneficiary"),
            models.Index(fields=["run", "account_hash"], name="payout_by_account"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "line_no"], name="a_payout_has_its_own_line", deferrable=models.Deferrable.IMMEDIATE),
            models.UniqueConstraint(fields=["run", "beneficiary", "scheme"], name="a_run_pays_a_beneficiary_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="a_payout_pays_something"),
            models.CheckConstraint(
                condition=Q(account__isnull=True, account_sealed__isnull=True, account_hash__isnull=True, holder_name="", bank="")
                | (Q(account__isnull=False, account_sealed__isnull=False, account_hash__isnull=False) & ~Q(holder_name="") & ~Q(bank="")),
                name="the_account_is_copied_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "with_bank", "confirmed", "returned"])
                | Q(person__isnull=False, account__isnull=False),
                name="money_goes_to_a_person_with_an_account",
            ),
            models.CheckConstraint(
                condition=Q(decision="pending", decided_at__isnull=True, decided_by__isnull=True, reason="")
                | Q(decision="approve", anomalies=[], decided_at__isnull=True, decided_by__isnull=True, reason="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="pending") & ~Q(reason="")),
                name="a_decision_says_who_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.line_no} {self.name}"

    @property
    def is_included(self):
        return self.decision == self.Decision.APPROVE

    def identity_number(self):
        """The ID number as it was frozen, None when none was recorded. The caller masks it."""
        return crypto.open(self.identity_sealed, about=part_key(self.key, "identity")) if self.identity_sealed else None

    def account_number(self):
        """The account number as it was frozen, None when there is none. The caller masks it."""
        return crypto.open(self.account_sealed, about=part_key(self.key, "account")) if self.account_sealed else None


def part_key(key, column):
    """What a sealed column of a payout is about: neither another row's nor another column's seal opens in its place."""
    return uuid.uuid5(key, column)


class PayoutPart(Placed):
    """发放构成: what a payout settles of one entitlement key, with the one reason it has in the equation.

    `open` follows the payout's state (the database keeps it): a key is in at most one open payout.
    """

    class Reason(models.TextChoices):
        CONTINUED = "continued", _("续发")
        NEW = "new", _("新增")
        STANDARD = "standard", _("标准调整")
        ARREARS = "arrears", _("补发")
        DEDUCTED = "deducted", _("扣回")
        OTHER = "other", _("其他变动")

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="parts", db_index=False)
    entitlement = models.ForeignKey("benefits.Entitlement", models.PROTECT, related_name="payout_parts", db_index=False)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=9, choices=Reason)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", db_index=False,
        help_text="the part of the previous run it is compared with",
    )  # fmt: skip
    plan = models.ForeignKey(
        "benefits.RecoveryPlan", models.PROTECT, null=True, blank=True, related_name="parts", db_index=False, help_text="扣回所依据的办法"
    )
    open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "entitlement"], name="a_payout_settles_a_key_once"),
            models.UniqueConstraint(fields=["entitlement"], condition=Q(open=True), name="one_open_payout_per_entitlement"),
            models.CheckConstraint(
                condition=Q(reason="deducted", amount_fen__lt=0, plan__isnull=False)
                | (~Q(reason="deducted") & Q(amount_fen__gt=0, plan__isnull=True)),
                name="a_part_has_the_sign_of_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["entitlement"], name="part_by_entitlement"),
            models.Index(fields=["follows"], condition=Q(follows__isnull=False), name="part_by_followed"),
            models.Index(fields=["plan"], condition=Q(plan__isnull=False), name="part_by_plan"),
        ]
