"""What a family lives on and in, by the year or the day it is true of."""
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.base import Fact, PersonFact
from households.models.household import Household


class Income(Fact):
    """家庭收入: what is left each month for each person in a calendar year, without 奖扶金 and 特扶金; `since` is its first day."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="incomes", db_index=False)
    other_fen = models.BigIntegerField(help_text="月人均，不含奖扶金、特扶金")

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="income_by_household")]
        constraints = [*Fact.Meta.constraints, models.CheckConstraint(condition=Q(other_fen__gte=0), name="income_is_not_negative")]

    @property
    def year(self):
        return self.since.year


class Housing(Fact):
    """住房: urban living space in square metres for each person, and whether the income is 中等偏下, as found on a day."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="housings", db_index=False)
    urban_area = models.DecimalField(_("城镇人均住房面积"), max_digits=6, decimal_places=2, null=True, help_text="平方米；未录入时为空")
    middle_lower_income = models.BooleanField(null=True, help_text="未录入时为空")

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="housing_by_household")]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(urban_area__isnull=True) | Q(urban_area__gte=0), name="living_space_is_not_negative"),
            models.CheckConstraint(condition=Q(urban_area__isnull=False) | Q(middle_lower_income__isnull=False), name="housing_says_something"),
        ]


class MedicalCost(PersonFact):
    """医疗自付: a person's own share of compliant costs in a calendar year; `since` is its first day."""

    own_fen = models.BigIntegerField(help_text="当年合规自付")

    class Meta(PersonFact.Meta):
        indexes = [models.Index(fields=["person"], name="medical_cost_by_person")]
        constraints = [*PersonFact.Meta.constraints, models.CheckConstraint(condition=Q(own_fen__gte=0), name="medical_cost_is_not_negative")]

    @property
    def year(self):
        return self.since.year
