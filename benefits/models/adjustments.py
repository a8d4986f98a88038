"""动态调整: standards that follow the cost of living (筑委厅字〔2013〕89号 三(一)), from the index to the values it puts into force."""
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from benefits.models.simulated import SimulatedRow
from households.models import Placed
from poverty.models import CityYear


class Adjustment(Placed):
    """调整方案: growth that reached its trigger, and what a county makes of it. division_code is the county.

    The growth is numerator / denominator, never rounded. `index` are the figures (CityYear) it rests on: [{id, year, amount_fen, source}].
    `effective` is the first day of the new standards; `since` to `until` the calendar years simulated. `rows_hash` is what the approver signs.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待测算")
        SIMULATING = "simulating", _("测算中")
        BLOCKED = "blocked", _("有缺项")
        SIMULATED = "simulated", _("待抽查")
        CHECKED = "checked", _("待审批")
        APPROVED = "approved", _("待公布")
        PUBLISHED = "published", _("已公布")
        DISCARDED = "discarded", _("已作废")

    number = models.CharField(_("编号"), max_length=30, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    place = models.CharField(max_length=12, db_collation="C", help_text="whose document states the mechanism")
    citation = models.ForeignKey("benefits.Citation", models.PROTECT, related_name="+")
    clause = models.CharField(max_length=200)
    figure = models.CharField(max_length=40, choices=CityYear.Figure)
    base_year = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField(help_text="in which the growth reached the trigger, and the next base")
    percent = models.DecimalField(max_digits=7, decimal_places=2, help_text="the trigger")
    numerator = models.DecimalField(max_digits=400, decimal_places=0)
    denominator = models.DecimalField(max_digits=400, decimal_places=0)
    readings = models.JSONField(help_text="{PC-19: …} as used")
    index = models.JSONField()
    why = models.CharField(max_length=200, default="", blank=True, help_text="where base or readings are not those on file")
    effective = models.DateField()

    since = models.DateField(null=True)
    until = models.DateField(null=True)
    schemes = ArrayField(models.CharField(max_length=60), default=list, help_text="of the county's ledgers, those the standards have a part in")
    openings = models.JSONField(default=dict)
    watermark = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=64, default="", blank=True)
    families = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    rows_hash = models.CharField(max_length=64, default="", blank=True)
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")

    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", help_text="null: the yearly look at the index")
    proposed_staff_no = models.CharField(max_length=20, null=True)
    proposed_at = models.DateTimeField()
    chosen_staff_nos = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="of everybody who chose a standard")
    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", help_text="who asked for the simulation")
    prepared_staff_no = models.CharField(max_length=20, null=True)
    prepared_at = models.DateTimeField(null=True)
    simulated_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    approved_staff_no = models.CharField(max_length=20, null=True)
    approved_at = models.DateTimeField(null=True)
    approved_block = models.BigIntegerField(null=True, help_text="last sealed block of the journal at approval")
    approved_head = models.CharField(max_length=64, default="", blank=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_staff_no = models.CharField(max_length=20, null=True)
    published_at = models.DateTimeField(null=True)
    published_on = models.DateField(null=True)
    published_in = models.BigIntegerField(null=True, help_text="the transaction that published; set by the database")
    run = models.ForeignKey("benefits.Run", models.PROTECT, null=True, related_name="+", help_text="the run prepared with the new standards")
    discarded_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="adjustment_is_of_a_county"),
            models.CheckConstraint(condition=Q(denominator__gt=0), name="growth_is_a_fraction"),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(F("numerator") * 100, F("denominator") * F("percent")), name="an_adjustment_reached_its_trigger"
            ),
            models.CheckConstraint(condition=Q(year__gt=F("base_year")), name="growth_is_since_an_earlier_year"),
            models.UniqueConstraint(
                fields=["division_code", "base_year", "year"], condition=~Q(state="discarded"), name="a_growth_is_adjusted_once"
            ),
            models.UniqueConstraint(
                F("division_code"), ExtractYear("published_on"), condition=Q(state="published"), name="standards_are_adjusted_once_a_year"
            ),
            models.UniqueConstraint(
                F("division_code"), ExtractYear("effective"), condition=Q(state="published"), name="one_adjustment_takes_effect_in_a_year"
            ),
            models.CheckConstraint(
                condition=Q(approved_staff_no__isnull=True) | ~Q(approved_staff_no=F("prepared_staff_no")), name="adjustment_approver_is_not_maker"
            ),
            models.CheckConstraint(
                condition=Q(published_staff_no__isnull=True) | ~Q(published_staff_no=F("prepared_staff_no")),
                name="adjustment_publisher_is_not_maker",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{step}_staff_no__isnull": True}) | Q(proposed_staff_no__isnull=True)
                    | ~Q(**{f"{step}_staff_no": F("proposed_staff_no")}),
                    name=f"adjustment_{who}_did_not_propose",
                )
                for step, who in (("approved", "approver"), ("published", "publisher"))
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{step}_staff_no__isnull": True}) | ~Q(chosen_staff_nos__contains=[F(f"{step}_staff_no")]),
                    name=f"adjustment_{who}_chose_no_standard",
                )
                for step, who in (("approved", "approver"), ("published", "publisher"))
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "discarded"])
                | Q(prepared_by__isnull=False, prepared_staff_no__isnull=False, prepared_at__isnull=False),
                name="a_simulated_adjustment_says_who_asked",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["approved", "published"], approved_by__isnull=False, approved_staff_no__isnull=False, approved_at__isnull=False
                )
                | (~Q(state__in=["approved", "published"]) & Q(approved_by__isnull=True, approved_staff_no__isnull=True, approved_at__isnull=True)),
                name="adjustment_is_approved_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="published", published_by__isnull=False, published_staff_no__isnull=False, published_at__isnull=False,
                    published_on__isnull=False,
                )
                | (~Q(state="published") & Q(published_by__isnull=True, published_staff_no__isnull=True, published_at__isnull=True)),
                name="adjustment_is_published_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(state="discarded") & ~Q(discarded_why="") | ~Q(state="discarded") & Q(discarded_why=""),
                name="adjustment_is_discarded_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class AdjustedValue(Placed):
    """调整标准: one standard of an adjustment: what it is now, × (1 + growth) to the fen and on the grids, and what the county takes."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="values")
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=60)
    old = models.ForeignKey("benefits.PolicyValue", models.PROTECT, related_name="+")
    old_fen = models.BigIntegerField()
    exact_fen = models.BigIntegerField()
    options = ArrayField(models.BigIntegerField(), help_text="half up to 1, 5 and 10 yuan, then up to these")
    new_fen = models.BigIntegerField()
    reason = models.CharField(max_length=200, default="", blank=True, help_text="why not the exact one")
    value = models.OneToOneField("benefits.PolicyValue", models.PROTECT, null=True, related_name="adjusted")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "name"], name="a_standard_is_adjusted_once"),
            models.CheckConstraint(condition=Q(new_fen=F("exact_fen")) | ~Q(reason=""), name="a_rounded_standard_says_why"),
            models.CheckConstraint(
                condition=Q(new_fen=F("exact_fen")) | Q(options__contains=[F("new_fen")]), name="a_standard_is_exact_or_on_a_grid"
            ),
        ]

    def __str__(self):
        return self.name


class AdjustmentRow(SimulatedRow):
    """测算明细: what a beneficiary is due of a scheme for a calendar year with the present standards and with the new ones.

    `levels`: {level of government: [fen before, fen after]}, which add up to both.
    """

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="rows")
    year = models.PositiveSmallIntegerField()
    levels = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "beneficiary", "scheme", "year"], name="a_simulation_says_once_what_is_due"),
            models.CheckConstraint(condition=Q(before_fen__gte=0, after_fen__gte=0), name="simulated_amounts_are_not_negative"),
        ]
        indexes = [
            models.Index(fields=["adjustment", "id"], name="adjustment_row_by_page"),
            models.Index(fields=["adjustment", "household"], name="adjustment_row_by_household"),
        ]


class AdjustmentGap(Placed):
    """测算缺项: a beneficiary without a result, and what has to be recorded; while there is one, nothing is approved."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="gaps")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="+")
    beneficiary = models.CharField(max_length=60, db_collation="C")
    scheme = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    missing = models.JSONField(help_text="[{name, text}] of what has to be recorded")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adjustment", "beneficiary", "scheme", "since"], name="a_simulation_asks_once")]
        indexes = [models.Index(fields=["adjustment", "id"], name="adjustment_gap_by_page")]


class AdjustmentSample(Placed):
    """抽查户: one of the families drawn by the hash of the rows, looked at by a person before anybody approves."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="samples")
    number = models.PositiveSmallIntegerField()
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    told = models.JSONField(help_text="[{beneficiary, scheme, year, before, after}] with the sums in words")
    ticked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ticked_staff_no = models.CharField(max_length=20, null=True)
    ticked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "household"], name="a_family_is_drawn_once"),
            models.UniqueConstraint(fields=["adjustment", "number"], name="drawn_families_are_numbered"),
            models.CheckConstraint(
                condition=Q(ticked_by__isnull=True, ticked_staff_no__isnull=True, ticked_at__isnull=True)
                | Q(ticked_by__isnull=False, ticked_staff_no__isnull=False, ticked_at__isnull=False),
                name="a_drawn_family_is_ticked_by_somebody_some_day",
            ),
        ]


class AdjustmentPaper(Placed):
    """调整公告、名单: what is announced of a published adjustment: the standards for the county, or what changes for the families of a township.

    division_code is the place it is for. Made once; the sealed file is handed out ever after.
    """

    document = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="what the printed code is made of")
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="papers")
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    lines = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    total_fen = models.BigIntegerField(help_text="what the families of the list are due more, in the year the standards begin")
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=14, null=True, unique=True)
    seal = models.OneToOneField("audits.Seal", models.PROTECT, null=True, related_name="adjustment_paper")
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "division_code"], name="a_place_is_told_once"),
            models.CheckConstraint(
                condition=Q(seal__isnull=True, code__isnull=True, sealed_at__isnull=True)
                | Q(seal__isnull=False, code__isnull=False, sealed_at__isnull=False),
                name="a_sealed_announcement_has_a_code",
            ),
        ]

    def __str__(self):
        return self.number
