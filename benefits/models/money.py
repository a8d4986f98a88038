"""The second book: what moved. Only ever added to."""
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Placed


class MoneyLine(Placed):
    """收付明细: what moved for one entitlement key, in signed fen.

    Balance of a key = its entitlement lines − its money lines. What is handed to the bank counts as moved at once;
    its confirmation closes the attempt with 0, its return takes it back. Misdirected is − on the key it was due to and + on the
    receiver's; + alone where the bank paid twice; taken back, the same with the other sign.
    """

    class Kind(models.TextChoices):
        HANDED = "handed", _("交付银行")
        CONFIRMED = "confirmed", _("到账")
        RETURNED = "returned", _("退汇")
        RECOVERED = "recovered", _("追回")
        WRITTEN_OFF = "written_off", _("核销")
        SET_OFF = "set_off", _("抵扣")
        OPENING = "opening", _("期初已付")
        MISDIRECTED = "misdirected", _("错发")

    entitlement = models.ForeignKey("benefits.Entitlement", models.PROTECT, related_name="money_lines", db_index=False)
    payout = models.ForeignKey("benefits.Payout", models.PROTECT, null=True, related_name="money_lines")
    recovery = models.ForeignKey("benefits.Recovery", models.PROTECT, null=True, related_name="money_lines", db_index=False)
    plan = models.ForeignKey("benefits.RecoveryPlan", models.PROTECT, null=True, related_name="money_lines", db_index=False)
    opening = models.ForeignKey(
        "benefits.OpeningBalance", models.PROTECT, null=True, related_name="money_lines", db_index=False, help_text="期初结转"
    )
    wrong_payment = models.ForeignKey(
        "benefits.WrongPayment", models.PROTECT, null=True, related_name="money_lines", db_index=False, help_text="错发"
    )
    receipt = models.UUIDField(null=True, help_text="of what a family gave back: the same receipt is the same repayment")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by", help_text="of what was booked by mistake")
    kind = models.CharField(max_length=11, choices=Kind)
    amount_fen = models.BigIntegerField()
    grounds = models.CharField(max_length=200, default="", blank=True, help_text="退汇原因、退款凭证、核销依据、同意抵扣的书面材料、错发的核实材料")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        indexes = [  # most lines are of a payout alone: what names something else is found without them
            models.Index(fields=["entitlement"], name="money_by_entitlement"),
            models.Index(fields=["recovery"], condition=Q(recovery__isnull=False), name="money_by_recovery"),
            models.Index(fields=["plan"], condition=Q(plan__isnull=False), name="money_by_plan"),
            models.Index(fields=["opening"], condition=Q(opening__isnull=False), name="money_by_opening"),
            models.Index(fields=["wrong_payment"], condition=Q(wrong_payment__isnull=False), name="money_by_wrong_payment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["handed", "opening"], amount_fen__gt=0)
                | Q(kind="confirmed", amount_fen=0)
                | Q(kind__in=["returned", "written_off"], amount_fen__lt=0)
                | Q(kind="recovered", amount_fen__lt=0, reverses__isnull=True)
                | Q(kind="recovered", amount_fen__gt=0, reverses__isnull=False)
                | (Q(kind__in=["set_off", "misdirected"]) & ~Q(amount_fen=0)),
                name="money_has_the_sign_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["handed", "confirmed", "returned"], payout__isnull=False, recovery__isnull=True, plan__isnull=True)
                | Q(kind="recovered", payout__isnull=True, recovery__isnull=False, receipt__isnull=False)
                | Q(kind="written_off", payout__isnull=True, recovery__isnull=False, plan__isnull=False)
                | Q(kind="set_off", payout__isnull=False, recovery__isnull=False, plan__isnull=False)
                | Q(kind="opening", payout__isnull=True, recovery__isnull=True, plan__isnull=True, opening__isnull=False)
                | Q(kind="misdirected", payout__isnull=False, recovery__isnull=True, plan__isnull=True, wrong_payment__isnull=False),
                name="money_names_its_payout_or_its_recovery",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["handed", "confirmed", "opening"], grounds="")
                | (~Q(kind__in=["handed", "confirmed", "opening"]) & ~Q(grounds="")),
                name="money_taken_back_gives_its_grounds",
            ),
            models.UniqueConstraint(
                fields=["entitlement", "receipt"], condition=Q(receipt__isnull=False, reverses__isnull=True), name="a_receipt_is_booked_once"
            ),
            models.CheckConstraint(condition=Q(kind="opening") | Q(opening__isnull=True), name="only_opening_money_names_an_opening_balance"),
            models.CheckConstraint(
                condition=Q(kind="misdirected") | Q(wrong_payment__isnull=True), name="only_misdirected_money_names_a_wrong_payment"
            ),
            models.UniqueConstraint(
                fields=["entitlement", "wrong_payment"],
                condition=Q(reverses__isnull=True, wrong_payment__isnull=False),
                name="a_wrong_payment_moves_a_key_once",
            ),
            models.UniqueConstraint(fields=["entitlement"], condition=Q(kind="opening"), name="an_opening_entry_is_booked_once"),
            models.UniqueConstraint(fields=["entitlement", "payout"], condition=Q(kind="handed"), name="a_payout_is_handed_over_once"),
            models.UniqueConstraint(
                fields=["entitlement", "payout"], condition=Q(kind__in=["confirmed", "returned"]), name="a_payout_is_confirmed_or_returned_once"
            ),
        ]
