"""What the poverty and civil-affairs systems say of a family."""
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models import Fact, Household, Person
from poverty.years.models import BudgetYear, CityYear, VillageYear  # noqa: F401  (a room of its own)


class MinimumLiving(Fact):
    """最低生活保障: a family's period on 低保. subsidy_fen is the family's own subsidy (补差) per person and month."""

    class Kind(models.TextChoices):
        RURAL = "rural", _("农村低保")
        URBAN = "urban", _("城市低保")

    household = models.ForeignKey(Household, models.PROTECT, related_name="minimum_living_facts")
    kind = models.CharField(max_length=5, choices=Kind)
    members = models.ManyToManyField(Person, through="MinimumLivingMember", related_name="minimum_living_facts")
    subsidy_fen = models.BigIntegerField(null=True, help_text="未录入时为空")

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="living_by_household")]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(subsidy_fen__isnull=True) | models.Q(subsidy_fen__gte=0), name="subsidy_is_not_negative"),
        ]


class MinimumLivingMember(models.Model):
    """A person counted in a 低保 period."""

    minimum_living = models.ForeignKey(MinimumLiving, models.CASCADE)
    person = models.ForeignKey(Person, models.PROTECT)
    division_code = models.CharField(max_length=12, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minimum_living", "person"], name="living_member_is_counted_once")]


class Grant(Fact):
    """扶贫资金物资: what a poverty programme granted a family on the day `since`; standard_fen is its own 帮扶标准, without any rise."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("产业扶贫资金")
        MATERIALS = "materials", _("扶贫物资")

    household = models.ForeignKey(Household, models.PROTECT, related_name="grant_facts")
    kind = models.CharField(max_length=10, choices=Kind)
    standard_fen = models.BigIntegerField(null=True, help_text="未录入时为空")

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="grant_by_household")]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(standard_fen__isnull=True) | models.Q(standard_fen__gte=0), name="grant_is_not_negative"),
        ]
