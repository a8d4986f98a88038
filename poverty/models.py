"""What the poverty and civil-affairs systems say of a family."""
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models import Fact, Household, Person


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
