"""清册: the papers of a signed payout run."""
import uuid

from django.db import models
from django.db.models import Q

from households.models import Placed


class Roster(Placed):
    """发放清册: the lines of a signed run that one paper prints. Made once; the sealed file is handed out ever after.

    A correction is the roster of the run that replaces this one, with the next version.
    """

    document = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="what the printed code is made of")
    run = models.ForeignKey("benefits.PayoutRun", models.PROTECT, related_name="rosters")
    number = models.CharField(max_length=40, unique=True)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    total_fen = models.BigIntegerField()
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=14, null=True, unique=True)
    seal = models.OneToOneField("audits.Seal", models.PROTECT, null=True, related_name="roster")
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "first_line"], name="a_line_is_printed_once"),
            models.CheckConstraint(
                condition=Q(seal__isnull=True, code__isnull=True, sealed_at__isnull=True)
                | Q(seal__isnull=False, code__isnull=False, sealed_at__isnull=False),
                name="a_sealed_roster_has_a_code",
            ),
        ]

    def __str__(self):
        return self.number
