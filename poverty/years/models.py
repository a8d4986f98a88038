"""What is on record of a village, a place and a county's budget for a calendar year."""
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Placed


def _not_negative(*names):
    condition = Q()
    for name in names:
        condition &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})
    return condition


class StatedQuerySet(models.QuerySet):
    def standing(self):
        """What nobody has withdrawn, confirmed or not."""
        return self.filter(withdrawn_at=None)

    def in_use(self):
        """What a second official has confirmed: only these rows are calculated with."""
        return self.filter(withdrawn_at=None, confirmed_at__isnull=False)

    def waiting(self):
        return self.filter(withdrawn_at=None, confirmed_at=None)


class Stated(Placed):
    """A record of one calendar year: entered by one official, confirmed by another, withdrawn but never edited.

    Before its confirmation it is not used. A correction is entered beside the confirmed record, which it replaces when it is
    confirmed itself. An empty figure is not recorded: unknown, never zero. `revision` comes from the sequence that facts use.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    source = models.CharField(_("来源"), max_length=200, help_text="登记簿、统计公报、预算文件及文号")
    revision = models.BigIntegerField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_staff_no = models.CharField(max_length=20)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_staff_no = models.CharField(max_length=20, default="", blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=200, default="", blank=True)

    objects = StatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=1950, year__lte=2100), name="%(class)s_is_of_a_calendar_year"),
            models.CheckConstraint(condition=~Q(source=""), name="%(class)s_names_its_source"),
            models.CheckConstraint(
                condition=Q(confirmed_staff_no="") | ~Q(confirmed_staff_no=F("entered_staff_no")),
                name="%(class)s_is_confirmed_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_staff_no="", confirmed_at__isnull=True)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_staff_no="")),
                name="%(class)s_is_confirmed_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="%(class)s_is_withdrawn_with_a_reason",
            ),
        ]


class VillageYear(Stated):
    """村年度记录: a village in a calendar year, as the township's births register and statistics state it.

    division_code is the village. `births_outside_third` counts 政策外多孩, third and later children outside policy.
    """

    births = models.PositiveIntegerField(_("出生人数"), null=True)
    births_outside = models.PositiveIntegerField(_("政策外生育"), null=True)
    births_outside_third = models.PositiveIntegerField(_("其中政策外多孩"), null=True)
    poor = models.BooleanField(_("贫困村"), null=True)
    good_work = models.BooleanField(_("计生工作成效显著"), null=True, help_text="县级考核评定")
    income_per_person_fen = models.BigIntegerField(_("人均纯收入"), null=True, help_text="分/人·年")
    support_standard_fen = models.BigIntegerField(_("扶持标准"), null=True, help_text="分，当年扶贫项目给该村的标准，不含上浮")

    class Meta(Stated.Meta):
        ordering = ["division_code", "year", "id"]
        constraints = [
            *Stated.Meta.constraints,
            models.CheckConstraint(condition=~Q(division_code__endswith="000"), name="villageyear_is_of_a_village"),
            models.CheckConstraint(condition=_not_negative("income_per_person_fen", "support_standard_fen"), name="village_amounts_are_not_negative"),
            models.CheckConstraint(
                condition=Q(births__isnull=True) | Q(births_outside__isnull=True) | Q(births_outside__lte=F("births")),
                name="births_outside_policy_are_among_the_births",
            ),
            models.CheckConstraint(
                condition=Q(births_outside__isnull=True) | Q(births_outside_third__isnull=True) | Q(births_outside_third__lte=F("births_outside")),
                name="third_children_are_among_births_outside_policy",
            ),
            models.UniqueConstraint(
                fields=["division_code", "year"],
                condition=Q(withdrawn_at__isnull=True, confirmed_at__isnull=False),
                name="a_village_has_one_confirmed_record_a_year",
            ),
            models.UniqueConstraint(
                fields=["division_code", "year"],
                condition=Q(withdrawn_at__isnull=True, confirmed_at__isnull=True),
                name="a_village_has_one_waiting_record_a_year",
            ),
        ]

    def __str__(self):
        return f"{self.division_code} {self.year}"


class CityYear(Stated):
    """地区年度指标: one published figure of a city or county for a calendar year, in fen per person and year.

    Incomes, which rules and targets compare with, are policy values and not here (docs/decisions/0017).
    `place` is what the figure is about; division_code is the county that recorded it.
    """

    class Figure(models.TextChoices):
        RURAL_CONSUMPTION = "rural_consumption_per_person", _("农村居民人均生活消费支出")
        URBAN_CONSUMPTION = "urban_consumption_per_person", _("城镇居民人均生活消费支出")
        CONSUMPTION = "consumption_per_person", _("全体居民人均生活消费支出")

    place = models.CharField(max_length=12, db_collation="C")
    figure = models.CharField(_("指标"), max_length=40, choices=Figure)
    amount_fen = models.BigIntegerField(_("金额"), help_text="分/人·年")

    class Meta(Stated.Meta):
        ordering = ["-year", "place", "figure", "id"]
        constraints = [
            *Stated.Meta.constraints,
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="cityyear_is_recorded_by_a_county"),
            models.CheckConstraint(condition=Q(place__regex=r"^\d{12}$", place__endswith="000000"), name="cityyear_is_of_a_city_or_county"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="cityyear_amount_is_positive"),
            models.UniqueConstraint(
                fields=["division_code", "place", "year", "figure"],
                condition=Q(withdrawn_at__isnull=True, confirmed_at__isnull=False),
                name="a_place_has_one_confirmed_figure_a_year",
            ),
            models.UniqueConstraint(
                fields=["division_code", "place", "year", "figure"],
                condition=Q(withdrawn_at__isnull=True, confirmed_at__isnull=True),
                name="a_place_has_one_waiting_figure_a_year",
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.year} {self.get_figure_display()}"


class BudgetYear(Stated):
    """预算年度: a county's 人口计生事业经费 in a year and the 圆梦 programme fund taken from it (筑委厅字〔2013〕89号 三(二)12, 四(二))."""

    operating_fen = models.BigIntegerField(_("人口计生事业经费"), null=True)
    programme_fen = models.BigIntegerField(_("圆梦行动专项经费"), null=True)
    not_offset = models.BooleanField(_("未折抵人口计生事业人均经费"), null=True)
    separately_budgeted = models.BooleanField(_("新增资金单列预算"), null=True)
    paid_in_full = models.BooleanField(_("预算资金足额到位"), null=True)

    class Meta(Stated.Meta):
        ordering = ["-year", "id"]
        constraints = [
            *Stated.Meta.constraints,
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="budgetyear_is_of_a_county"),
            models.CheckConstraint(condition=_not_negative("operating_fen", "programme_fen"), name="budget_amounts_are_not_negative"),
            models.UniqueConstraint(
                fields=["division_code", "year"],
                condition=Q(withdrawn_at__isnull=True, confirmed_at__isnull=False),
                name="a_county_has_one_confirmed_budget_a_year",
            ),
            models.UniqueConstraint(
                fields=["division_code", "year"],
                condition=Q(withdrawn_at__isnull=True, confirmed_at__isnull=True),
                name="a_county_has_one_waiting_budget_a_year",
            ),
        ]

    def __str__(self):
        return f"{self.division_code} {self.year}"
