"""核算批次: what a county owes, computed, approved and published."""
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Placed


class Run(Placed):
    """核算批次: schemes of a county over a window of months (half-open). Before it is published nothing outside sees its rows.

    `watermark` is the revision of the last change it is sure to have seen, `lines_hash` what the approver signs.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("待核算")
        SIMULATING = "simulating", _("核算中")
        SIMULATED = "simulated", _("待审批")
        BLOCKED = "blocked", _("缺政策标准")
        APPROVED = "approved", _("已审批待发布")
        PUBLISHED = "published", _("已发布")
        DISCARDED = "discarded", _("已作废")

    number = models.CharField(_("批次编号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, help_text="the same key is the same run")
    schemes = ArrayField(models.CharField(max_length=60))
    since = models.DateField()
    until = models.DateField()
    households = ArrayField(models.BigIntegerField(), null=True, help_text="the families it is about; null: all of the county")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")
    attempt = models.PositiveSmallIntegerField(default=1, help_text="how often it was computed from the start")

    watermark = models.BigIntegerField(null=True)
    values_revision = models.BigIntegerField(null=True)
    values_hash = models.CharField(max_length=64, default="", blank=True)
    basis = models.ForeignKey("benefits.Basis", models.PROTECT, null=True, related_name="+")
    lines_hash = models.CharField(max_length=64, default="", blank=True)
    totals = models.JSONField(default=dict, help_text="{scheme: {due_fen, booked_fen, lines, beneficiaries}}")
    recomputed = models.PositiveIntegerField(default=0, help_text="families computed again because they changed after the watermark")

    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    prepared_staff_no = models.CharField(max_length=20)
    prepared_at = models.DateTimeField()
    simulated_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    approved_staff_no = models.CharField(max_length=20, null=True)
    approved_at = models.DateTimeField(null=True)
    approved_block = models.BigIntegerField(null=True, help_text="last sealed block of the journal at approval")
    approved_head = models.CharField(max_length=64, default="", blank=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_staff_no = models.CharField(max_length=20, null=True)
    published_at = models.DateTimeField(null=True)
    published_revision = models.BigIntegerField(null=True, help_text="as facts have: what a publication changed in the book is seen by other runs")
    published_in = models.BigIntegerField(null=True, help_text="the transaction that published; set by the database")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["division_code", "-id"], name="run_by_place")]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="run_is_of_a_county"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="run_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(since__day=1, until__day=1), name="run_covers_whole_months"),
            models.CheckConstraint(condition=Q(schemes__len__gt=0), name="run_has_schemes"),
            models.CheckConstraint(condition=Q(households=None) | Q(households__len__gt=0), name="a_run_about_families_names_them"),
            models.CheckConstraint(
                condition=Q(approved_staff_no__isnull=True) | ~Q(approved_staff_no=F("prepared_staff_no")), name="run_approver_is_not_maker"
            ),
            models.CheckConstraint(
                condition=Q(published_staff_no__isnull=True) | ~Q(published_staff_no=F("prepared_staff_no")), name="run_publisher_is_not_maker"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["approved", "published"], approved_by__isnull=False, approved_staff_no__isnull=False, approved_at__isnull=False
                )
                | (
                    ~Q(state__in=["approved", "published"])
                    & Q(approved_by__isnull=True, approved_staff_no__isnull=True, approved_at__isnull=True)
                ),
                name="run_is_approved_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_by__isnull=False, published_staff_no__isnull=False, published_at__isnull=False)
                | (~Q(state="published") & Q(published_by__isnull=True, published_staff_no__isnull=True, published_at__isnull=True)),
                name="run_is_published_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "simulating", "discarded"]) | Q(watermark__isnull=False, values_revision__isnull=False),
                name="computed_run_has_a_watermark",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "simulating", "discarded"]) | Q(lines_hash__regex=r"^[0-9a-f]{64}$"),
                name="computed_run_has_a_hash",
            ),
        ]

    def __str__(self):
        return self.number


class RunLine(Placed):
    """核算明细: what is due for a key now, and what the book said when it was computed.

    due_fen is 0 where something stands in the book and nothing is due any more.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="lines", db_index=False)
    chunk = models.PositiveIntegerField()
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    beneficiary = models.CharField(max_length=60, db_collation="C")
    scheme = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    component = models.CharField(max_length=40, default="", blank=True)
    due_fen = models.BigIntegerField()
    booked_fen = models.BigIntegerField()
    entitlement_id = models.BigIntegerField(null=True, help_text="of its key, where the book had it when the line was computed")
    floor = models.BooleanField(default=False, help_text="the document says at least")
    value_ids = ArrayField(models.BigIntegerField())
    subject_hash = models.BinaryField(null=True, help_text="of a one-off: whom the event happened to")
    sides = ArrayField(models.CharField(max_length=6), default=list, help_text="of a one-off: the parents' sides it takes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "beneficiary", "scheme", "since", "component"], name="a_run_says_once_what_is_due"),
            models.CheckConstraint(condition=Q(due_fen__gte=0), name="due_is_not_negative"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="run_line_ends_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["run", "household"], name="run_line_by_household"),
            models.Index(fields=["run", "id"], name="run_line_by_page"),
        ]

    @property
    def difference_fen(self):
        return self.due_fen - self.booked_fen


class RunQuestion(Placed):
    """待核问题: the answer is unknown because something is not recorded. Nothing is booked; earlier lines stand."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="questions", db_index=False)
    chunk = models.PositiveIntegerField()
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    beneficiary = models.CharField(max_length=60, db_collation="C")
    scheme = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    missing = models.JSONField(help_text="[{name, text}] of what has to be recorded")
    booked_fen = models.BigIntegerField(default=0, help_text="what stands in the book for the period")
    revision = models.BigIntegerField(default=0, help_text="of the facts it was asked of")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "beneficiary", "scheme", "since"], name="a_run_asks_once")]
        indexes = [
            models.Index(fields=["run", "household"], name="run_question_by_household"),
            models.Index(fields=["beneficiary", "scheme", "since"], name="run_question_by_key"),
            models.Index(fields=["division_code"], name="run_question_by_place"),
        ]


class RunBlocker(Placed):
    """缺标准: a scheme in force lacks a value it needs on a day; the run cannot be approved."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="blockers")
    chunk = models.PositiveIntegerField()
    place = models.CharField(max_length=12, db_collation="C")
    scheme = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    on = models.DateField()
    families = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "chunk", "place", "scheme", "name", "on"], name="a_run_names_a_missing_value_once"),
        ]


class Reconciliation(Placed):
    """勾稽: after publishing, per scheme and chunk, what is due and what the book's lines sum to."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="reconciliations")
    scheme = models.CharField(max_length=60)
    chunk = models.PositiveIntegerField()
    keys = models.PositiveIntegerField()
    due_fen = models.BigIntegerField()
    lines_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "scheme", "chunk"], name="a_chunk_is_reconciled_once"),
            models.CheckConstraint(condition=Q(due_fen=F("lines_fen")), name="what_is_due_is_what_the_book_says"),
        ]
