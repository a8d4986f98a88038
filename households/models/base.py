"""What every dated fact has: a place, a period, who recorded it, and how it was withdrawn."""
from django.db import models
from django.db.models import F, Q


class Placed(models.Model):
    """A row of a place: row-level security compares its 12-digit division code with the scope."""

    division_code = models.CharField(max_length=12, db_collation="C")

    class Meta:
        abstract = True


class Fact(Placed):
    """A fact holds from a day until a day (half-open) and is never edited.

    A correction withdraws it (when, by whom, why) and records another, so facts are their own history.
    """

    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, default="", help_text="材料、比对或口述")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.Post", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    withdrawn_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="%(class)s_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="%(class)s_is_withdrawn_with_a_reason",
            ),
        ]


class PersonFact(Fact):
    person = models.ForeignKey("households.Person", models.PROTECT, related_name="%(class)s_facts", db_index=False)

    class Meta(Fact.Meta):
        abstract = True
