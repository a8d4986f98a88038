"""期初结转: what a county paid before its ledgers begin. It enters both books once, as it was, and is never computed again."""
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import crypto
from households.models import Placed

_STEPS = ("entered", "reconciled", "checked", "signed")


class OpeningBalance(Placed):
    """期初结转表: one file of what was paid before, with its source. Finance sets its own total against it, two others sign, then it is booked."""

    class State(models.TextChoices):
        ENTERED = "entered", _("待与财政对账")
        RECONCILED = "reconciled", _("待复核")
        CHECKED = "checked", _("待签发")
        BOOKED = "booked", _("已入账")
        DISCARDED = "discarded", _("已作废")

    number = models.CharField(_("编号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, help_text="the same key is the same file")
    file_name = models.CharField(max_length=120)
    sha256 = models.BinaryField(help_text="of the file as it was brought")
    source = models.CharField(_("数据来源"), max_length=200)
    schemes = ArrayField(models.CharField(max_length=60))
    state = models.CharField(max_length=10, choices=State, default=State.ENTERED)
    entries_count = models.PositiveIntegerField()
    due_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField()
    finance_document = models.CharField(_("财政局对账单"), max_length=120, default="", blank=True)
    finance_fen = models.BigIntegerField(_("财政局拨付合计"), null=True)
    discarded_why = models.CharField(max_length=200, default="", blank=True)
    booked_in = models.BigIntegerField(null=True, help_text="the transaction that booked; set by the database")

    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_staff_no = models.CharField(max_length=20)
    entered_at = models.DateTimeField()
    reconciled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reconciled_staff_no = models.CharField(max_length=20, default="", blank=True)
    reconciled_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    checked_staff_no = models.CharField(max_length=20, default="", blank=True)
    checked_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    signed_staff_no = models.CharField(max_length=20, default="", blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="opening_balance_is_of_a_county"),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{later}_staff_no": ""}) | ~Q(**{f"{later}_staff_no": F(f"{earlier}_staff_no")}),
                    name=f"opening_balance_is_{later}_by_another_than_{earlier}",
                )
                for number, later in enumerate(_STEPS) for earlier in _STEPS[:number]
            ],
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{step}_by__isnull": True, f"{step}_staff_no": "", f"{step}_at__isnull": True})
                    | Q(Q(**{f"{step}_by__isnull": False, f"{step}_at__isnull": False}) & ~Q(**{f"{step}_staff_no": ""})),
                    name=f"opening_balance_is_{step}_by_somebody_some_day",
                )
                for step in _STEPS[1:]
            ],
            models.CheckConstraint(
                condition=Q(state__in=["entered", "discarded"]) | Q(finance_fen=F("paid_fen")), name="opening_balance_is_what_finance_paid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["entered", "discarded"], signed_at__isnull=True)
                | Q(state="reconciled", reconciled_at__isnull=False, checked_at__isnull=True, signed_at__isnull=True)
                | Q(state="checked", reconciled_at__isnull=False, checked_at__isnull=False, signed_at__isnull=True)
                | Q(state="booked", reconciled_at__isnull=False, checked_at__isnull=False, signed_at__isnull=False),
                name="opening_balance_is_signed_by_two_before_it_is_booked",
            ),
            models.CheckConstraint(
                condition=(Q(state="discarded") & ~Q(discarded_why="")) | (~Q(state="discarded") & Q(discarded_why="")),
                name="opening_balance_is_discarded_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def owed_fen(self):
        """What was due and is still to be paid."""
        return self.due_fen - self.paid_fen


class OpeningEntry(Placed):
    """期初明细: what one beneficiary of a scheme was due and was paid over some months (half-open) before the ledger begins."""

    balance = models.ForeignKey(OpeningBalance, models.PROTECT, related_name="entries")
    row = models.PositiveIntegerField(help_text="of the file")
    beneficiary = models.CharField(max_length=60, db_collation="C")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="+")
    scheme = models.CharField(max_length=60)
    category = models.CharField(max_length=60, default="", blank=True)
    enjoying_since = models.DateField(help_text="month in which the person began to enjoy the scheme")
    since = models.DateField()
    until = models.DateField()
    due_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField()
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account_person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="+", help_text="whose account it is")
    holder_name = models.CharField(max_length=60, default="", blank=True)
    bank = models.CharField(max_length=60, default="", blank=True)
    account_sealed = models.BinaryField(null=True, help_text="sealed about `key`; becomes the person's account when they have none")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["balance", "beneficiary", "scheme", "since"], name="opening_balance_says_once_what_was_paid"),
            models.CheckConstraint(
                condition=Q(due_fen__gt=0, paid_fen__gte=0, paid_fen__lte=F("due_fen")), name="opening_entry_counts_as_due_what_was_paid"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="opening_entry_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(since__day=1, until__day=1, enjoying_since__day=1), name="opening_entry_covers_whole_months"),
            models.CheckConstraint(condition=Q(enjoying_since__lte=F("since")), name="opening_entry_lies_in_what_is_enjoyed"),
        ]

    def account_number(self):
        """The account number in clear, None when the file names none. The caller masks it."""
        return crypto.open(self.account_sealed, about=self.key) if self.account_sealed else None
