"""What the poverty and civil-affairs systems say of a family."""
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.models import Fact, Household, Person
from poverty.exchange.models import MatchDecision, Transfer, TransferredHousehold  # noqa: F401
from poverty.loans.models import Loan, LoanFund, LoanLine  # noqa: F401
from poverty.monthly.models import ListedFamily, MinimumLivingList  # noqa: F401  (a room of its own)
from poverty.projects.models import (  # noqa: F401
    Project,
    ProjectApplication,
    ProjectGrant,
    ProjectPaper,
    ProjectRanking,
    ProjectSource,
)
from poverty.registers.models import Helper, PovertyRegistration, Support  # noqa: F401
from poverty.secretaries.models import FirstSecretary  # noqa: F401
from poverty.years.models import BudgetYear, CityYear, VillageYear  # noqa: F401


class MinimumLiving(Fact):
    """最低生活保障: a family's period on 低保, as civil affairs decided it.

    In fen per person and month: line_fen is the standard it was judged by (保障标准), subsidy_fen the family's own subsidy (补差).
    """

    class Kind(models.TextChoices):
        RURAL = "rural", _("农村低保")
        URBAN = "urban", _("城市低保")

    class Category(models.TextChoices):
        A = "A", _("A 类")
        B = "B", _("B 类")
        C = "C", _("C 类")

    household = models.ForeignKey(Household, models.PROTECT, related_name="minimum_living_facts", db_index=False)
    kind = models.CharField(max_length=5, choices=Kind)
    category = models.CharField(_("分类"), max_length=1, choices=Category, default="", blank=True, help_text="未录入时为空")
    line_fen = models.BigIntegerField(_("保障标准"), null=True, help_text="分/人·月；未录入时为空")
    members = models.ManyToManyField(Person, through="MinimumLivingMember", related_name="minimum_living_facts")
    subsidy_fen = models.BigIntegerField(null=True, help_text="未录入时为空")

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="living_by_household")]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(subsidy_fen__isnull=True) | models.Q(subsidy_fen__gte=0), name="subsidy_is_not_negative"),
            models.CheckConstraint(condition=models.Q(line_fen__isnull=True) | models.Q(line_fen__gt=0), name="minimum_living_line_is_positive"),
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

    household = models.ForeignKey(Household, models.PROTECT, related_name="grant_facts", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    standard_fen = models.BigIntegerField(null=True, help_text="未录入时为空")

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="grant_by_household")]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(standard_fen__isnull=True) | models.Q(standard_fen__gte=0), name="grant_is_not_negative"),
        ]
