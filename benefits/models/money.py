"""The second book: what moved. Only ever added to."""
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Placed


class MoneyLine(Placed):
    """收付明细: what moved for one entitlement key, in signed fen.

    Balance of a key = its entitlement lines − its money lines. What is handed to the bank counts as moved at once;
    its confirmation closes the attempt with 0, its return takes it back.
    """

    class Kind(models.TextChoices):
        HANDED = "handed", _("交付银行")
        CONFIRMED = "confirmed", _("到账")
        RETURNED = "returned", _("退汇")
        RECOVERED = "recovered", _("追回")
        WRITTEN_OFF = "written_off", _("核销")
        SET_OFF = "set_off", _("抵扣")

    entitlement = models.ForeignKey("benefits.Entitlement", models.PROTECT, related_name="money_lines")
    payout = models.ForeignKey("benefits.Payout", models.PROTECT, null=True, related_name="money_lines")
    kind = models.CharField(max_length=11, choices=Kind)
    amount_fen = models.BigIntegerField()
    grounds = models.CharField(max_length=200, default="", blank=True, help_text="退汇原因、核销批准、同意抵扣的书面材料")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["entitlement"], name="money_by_entitlement")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="handed", amount_fen__gt=0)
                | Q(kind="confirmed", amount_fen=0)
                | Q(kind__in=["returned", "recovered", "written_off"], amount_fen__lt=0)
                | (Q(kind="set_off") & ~Q(amount_fen=0)),
                name="money_has_the_sign_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["handed", "confirmed", "returned"], payout__isnull=False)
                | Q(kind__in=["recovered", "written_off", "set_off"]),
                name="money_of_a_bank_names_its_payout",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["handed", "confirmed"], grounds="") | (Q(kind__in=["returned", "recovered", "written_off"]) & ~Q(grounds=""))
                | Q(kind="set_off"),
                name="money_taken_back_gives_its_grounds",
            ),
            models.CheckConstraint(condition=~Q(kind="set_off") | ~Q(grounds=""), name="set_off_needs_consent"),
            models.UniqueConstraint(fields=["entitlement", "payout"], condition=Q(kind="handed"), name="a_payout_is_handed_over_once"),
            models.UniqueConstraint(
                fields=["entitlement", "payout"], condition=Q(kind__in=["confirmed", "returned"]), name="a_payout_is_confirmed_or_returned_once"
            ),
        ]
