"""错发: money of a confirmed payout that reached somebody it was never due to."""
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import crypto
from households.models import Placed

_NOT_REVERSED = Q(reversed_by=None, reversed_at=None, reversed_staff_no="")
_NOT_REVERSING = _NOT_REVERSED & Q(reversing_by=None, reversing_at=None, reversing_staff_no="", reversing_why="")
_REVERSING = Q(reversing_by__isnull=False, reversing_at__isnull=False) & ~Q(reversing_staff_no="") & ~Q(reversing_why="")
_REVERSED = Q(reversed_by__isnull=False, reversed_at__isnull=False) & ~Q(reversed_staff_no="")


class WrongPayment(Placed):
    """错发: what the bank confirmed of one payout lies with a receiver it was not due to. Found by one official, confirmed by another.

    Once booked, the payout's keys are owed again, and keys of the receiver (beneficiary "receiver:<id>") hold what is to come
    back. The receiver may be nobody on record: a name or none, a bank, a sealed account number. division_code is the payout's.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("账号登记错误")
        NAMESAKE = "namesake", _("误作同名的人")
        BANK = "bank", _("银行划错账户")
        TWICE = "twice", _("银行重复划款")

    # Kinds in which the account on record was wrong: it must not be paid to again.
    OF_THE_RECORD = (Kind.ACCOUNT, Kind.NAMESAKE)

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待财政审核")
        BOOKED = "booked", _("已入账")
        REFUSED = "refused", _("未通过")
        REVERSING = "reversing", _("待财政审核撤销")
        REVERSED = "reversed", _("已撤销")

    # States in which it stands in the book.
    STANDING = (State.BOOKED, State.REVERSING)

    number = models.CharField(_("错发编号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, editable=False, help_text="the same key is the same wrong payment; what the account is sealed about")
    payout = models.ForeignKey("benefits.Payout", models.PROTECT, related_name="wrong_payments")
    kind = models.CharField(_("错发情形"), max_length=8, choices=Kind)
    receiver = models.CharField(_("实际收款人"), max_length=60, default="", blank=True, help_text="empty while nobody knows")
    bank = models.CharField(_("开户行"), max_length=60, default="", blank=True)
    account_sealed = models.BinaryField(null=True)
    account_hash = models.BinaryField(null=True)
    learnt = models.DateField(_("获知日期"))
    document = models.CharField(_("核实材料"), max_length=120)
    why = models.CharField(_("情况说明"), max_length=200)
    amount_fen = models.BigIntegerField(help_text="what the bank was handed of the payout")
    preview_hash = models.CharField(max_length=64, help_text="what was shown before it was proposed")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_staff_no = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_staff_no = models.CharField(max_length=20, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=200, default="", blank=True)
    booked_in = models.BigIntegerField(null=True, editable=False, help_text="the transaction that booked it, set by the database")
    reversing_why = models.CharField(max_length=200, default="", blank=True, help_text="why it was booked by mistake")
    reversing_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reversing_staff_no = models.CharField(max_length=20, default="", blank=True)
    reversing_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reversed_staff_no = models.CharField(max_length=20, default="", blank=True)
    reversed_at = models.DateTimeField(null=True)
    reversed_in = models.BigIntegerField(null=True, editable=False, help_text="the transaction that took it back, set by the database")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["payout"], condition=~Q(state__in=["refused", "reversed"]), name="a_payout_goes_astray_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="a_wrong_payment_is_of_something"),
            models.CheckConstraint(condition=~Q(document="") & ~Q(why=""), name="a_wrong_payment_rests_on_a_document"),
            models.CheckConstraint(
                condition=Q(account_sealed__isnull=True, account_hash__isnull=True) | Q(account_sealed__isnull=False, account_hash__isnull=False),
                name="the_receivers_account_is_kept_sealed",
            ),
            models.CheckConstraint(
                condition=Q(decided_staff_no="") | ~Q(decided_staff_no=F("proposed_staff_no")), name="a_wrong_payment_is_confirmed_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_staff_no="", decided_at__isnull=True)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="proposed") & ~Q(decided_staff_no="")),
                name="a_wrong_payment_is_decided_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refused_why="")) | (~Q(state="refused") & Q(refused_why="")),
                name="a_wrong_payment_is_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reversed_staff_no="") | ~Q(reversed_staff_no=F("reversing_staff_no")),
                name="a_wrong_payment_is_reversed_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(_NOT_REVERSING, state__in=["proposed", "booked", "refused"]) | Q(_REVERSING, _NOT_REVERSED, state="reversing")
                | Q(_REVERSING, _REVERSED, state="reversed"),
                name="a_wrong_payment_is_reversed_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def beneficiary(self):
        """The text that names the receiver in the books."""
        return f"receiver:{self.pk}"

    @property
    def owed_again(self):
        """Whether the beneficiary did not get the money; one the bank paid twice did."""
        return self.kind != self.Kind.TWICE

    @property
    def receiver_known(self):
        """What the receiver is called by what was learnt last; "" while nobody knows."""
        learnt = self.receiver_notes.exclude(receiver="").last()
        return learnt.receiver if learnt else self.receiver

    def account_number(self):
        """The number of the account the money lies on, None when nobody knows. The caller masks it."""
        return crypto.open(self.account_sealed, about=self.key) if self.account_sealed else None


class ReceiverNote(Placed):
    """收款人补记: what was learnt later of who has the money. Only added to; what was recorded at first stays beside it."""

    wrong_payment = models.ForeignKey(WrongPayment, models.PROTECT, related_name="receiver_notes")
    receiver = models.CharField(_("实际收款人"), max_length=60, default="", blank=True)
    bank = models.CharField(_("开户行"), max_length=60, default="", blank=True)
    document = models.CharField(_("核实材料"), max_length=120)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(receiver="", bank="") & ~Q(document=""), name="a_receiver_note_says_something_and_its_source"),
        ]

    def __str__(self):
        return self.receiver or self.bank
