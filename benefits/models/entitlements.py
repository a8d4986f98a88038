"""The first book: what is due. Only ever added to."""
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.models.registrations import IS_PAYABLE
from households.models import Placed


class Entitlement(Placed):
    """应发项: the key both books are kept by: who, for which scheme, period (half-open) and part.

    division_code is the village in the county that owed it and stays when the family moves.
    """

    beneficiary = models.CharField(max_length=60, db_collation="C", help_text="person:12, household:7 or couple:1+2; receiver:3 of a wrong payment")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="entitlements")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="entitlements", db_index=False)
    scheme = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    component = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["beneficiary", "scheme", "since", "component"], name="an_entitlement_is_one_key"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="entitlement_ends_after_it_begins"),
            models.CheckConstraint(condition=IS_PAYABLE, name="in_kind_measures_are_never_due"),
        ]
        indexes = [
            models.Index(fields=["household", "scheme", "since"], name="entitlement_by_household"),
            models.Index(fields=["division_code", "scheme", "since"], name="entitlement_by_place"),
        ]

    def __str__(self):
        return f"{self.beneficiary} {self.scheme} {self.since}"


class EntitlementLine(Placed):
    """应发明细: what one published run changed in what is due, in signed fen, with the facts it was computed from.

    Or what an opening balance says was due before the ledger began.
    """

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="lines", db_index=False)
    run = models.ForeignKey("benefits.Run", models.PROTECT, null=True, related_name="entitlement_lines", db_index=False)
    opening = models.ForeignKey(
        "benefits.OpeningBalance", models.PROTECT, null=True, related_name="entitlement_lines", db_index=False, help_text="期初结转"
    )
    amount_fen = models.BigIntegerField(_("金额（分）"))
    evidence = models.ForeignKey(
        "benefits.Evidence", models.PROTECT, null=True, related_name="+", db_index=False, help_text="null before facts were kept"
    )
    value_ids = ArrayField(models.BigIntegerField(), help_text="policy values the amount rests on")
    values_revision = models.BigIntegerField()
    values_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "entitlement"], name="a_run_changes_an_entitlement_once"),
            models.UniqueConstraint(
                fields=["opening", "entitlement"], condition=Q(opening__isnull=False), name="an_opening_balance_books_an_entitlement_once"
            ),
            models.CheckConstraint(condition=~Q(amount_fen=0), name="an_entitlement_line_changes_something"),
            models.CheckConstraint(
                condition=Q(run__isnull=False, opening__isnull=True) | Q(run__isnull=True, opening__isnull=False, evidence__isnull=True),
                name="an_entitlement_line_is_of_a_run_or_an_opening_balance",
            ),
        ]
        indexes = [models.Index(fields=["entitlement"], name="line_by_entitlement")]


class Claim(models.Model):
    """一次性申领: a one-off is given once in the nation for one event.

    The subject is the keyed hash of the number of the person the event happened to. A family's claim takes both
    parents' sides, a divorced parent's own claim one. Reference data: no number, no name.
    """

    class Side(models.TextChoices):
        FATHER = "father", _("父亲一方")
        MOTHER = "mother", _("母亲一方")

    scheme = models.CharField(max_length=60)
    subject_hash = models.BinaryField()
    side = models.CharField(max_length=6, choices=Side)
    division_code = models.CharField(max_length=12, db_collation="C")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="claims")
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "subject_hash", "side"], name="a_one_off_is_claimed_once")]
