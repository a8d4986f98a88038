"""What present and new values give the same beneficiary: the person-level lists of an adjustment and of a proposed value."""
from django.db import models
from django.db.models import Q

from benefits.models.policies import PolicySimulation
from households.models import Placed


class SimulatedRow(Placed):
    """A beneficiary of a scheme under the present values and under the new ones, in fen. division_code is the family's village."""

    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="+")
    beneficiary = models.CharField(max_length=60, db_collation="C")
    scheme = models.CharField(max_length=60)
    before_fen = models.BigIntegerField()
    after_fen = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def difference_fen(self):
        return self.after_fen - self.before_fen


class SimulationRow(SimulatedRow):
    """模拟明细: somebody for whom a proposed value changes something, over all the years simulated; who gets the same has no row.

    `periods`: {"since/until": [fen before, fen after]} of the periods that change. They are kept with the last simulation of a value until the
    value is withdrawn: of one in force they are what its confirmer was shown.
    """

    simulation = models.ForeignKey(PolicySimulation, models.PROTECT, related_name="rows", db_index=False)
    periods = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["simulation", "household", "beneficiary", "scheme"], name="a_simulation_names_a_beneficiary_once"),
            models.CheckConstraint(condition=Q(before_fen__gte=0, after_fen__gte=0), name="compared_amounts_are_not_negative"),
            models.CheckConstraint(condition=~Q(periods={}), name="a_simulation_names_whom_it_changes"),
        ]
        indexes = [models.Index(fields=["simulation", "division_code", "id"], name="simulation_row_by_village")]
