"""What the documents say, as the one table the rules read. Reference data of the whole nation: no person, no scope."""
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.models.registrations import IS_PAYABLE
from households.models import Placed


class Quality(models.TextChoices):
    """How well a figure is proven. Only what is normative is paid out."""

    NORMATIVE = "normative", _("规范性文件")
    REPORTED = "reported", _("报道或计划")
    PRACTICE = "practice", _("办理惯例")


class Citation(models.Model):
    """依据: a document by its 文号. sha256 is the hash of the archived text, empty when the text is not archived.

    Those of the policy files hold everywhere (`county` empty); what an official registers is known in their county alone.
    """

    number = models.CharField(_("文号"), max_length=120)
    county = models.CharField(max_length=12, db_collation="C", default="", blank=True, help_text="empty: of the policy files")
    title = models.CharField(_("标题"), max_length=300)
    issuer = models.CharField(_("发文机关"), max_length=200, default="", blank=True)
    issued = models.CharField(_("发文日期"), max_length=10, default="", blank=True, help_text="2012-08-13，或只知年份 2004，或未见")
    quality = models.CharField(max_length=10, choices=Quality)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "county"], name="a_document_is_registered_once"),
            models.CheckConstraint(condition=Q(county="") | Q(county__endswith="000000"), name="document_is_registered_by_a_county"),
            models.CheckConstraint(condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"), name="archived_text_has_a_sha256"),
        ]

    def __str__(self):
        return self.number


class CitationFile(Placed):
    """存档文件: a document as a county archived it, a PDF or a scan. Kept as it was uploaded; a better scan is another file.

    It proves what was read and changes nothing of a figure: neither its quality nor whether it is paid.
    """

    citation = models.ForeignKey(Citation, models.PROTECT, related_name="files")
    seal = models.OneToOneField("audits.Seal", models.PROTECT, related_name="+")
    archived_at = models.DateTimeField()
    archived_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    @property
    def sha256(self):
        return bytes(self.seal.sha256).hex()

    @property
    def is_as_stated(self):
        """Whether it is the file the document was registered with; None where no hash is stated."""
        return self.sha256 == self.citation.sha256 if self.citation.sha256 else None


class PolicyValue(models.Model):
    """政策标准: what a place states under a name from a day until a day (half-open), with its document and clause.

    An official's value is a proposal until another official has seen what it changes and confirms it (PolicySimulation).
    `value` is a decimal as text, a choice, a list or true/false; null stops stating. Rows are never edited: a row that no
    published run used may be withdrawn, any other can only be followed by a later one. `revision` comes from the one
    sequence facts take theirs from, so that a run knows what was recorded after its watermark.
    """

    class Origin(models.TextChoices):
        FILE = "file", _("政策文件库")
        OFFICIAL = "official", _("县级录入")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待确认")
        IN_FORCE = "in_force", _("已生效")
        WITHDRAWN = "withdrawn", _("已撤回")

    place = models.CharField(max_length=12, db_collation="C")
    scheme = models.CharField(max_length=60, default="", blank=True)
    name = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    value = models.JSONField(null=True)
    unit = models.CharField(max_length=60, default="", blank=True)
    citation = models.ForeignKey(Citation, models.PROTECT, related_name="values")
    clause = models.CharField(max_length=200, default="", blank=True)
    quote = models.TextField(default="", blank=True, help_text="the clause word for word, of a value an official entered")
    quality = models.CharField(max_length=10, choices=Quality)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.FILE)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    entered_staff_no = models.CharField(max_length=20, default="", blank=True)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_staff_no = models.CharField(max_length=20, default="", blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    revision = models.BigIntegerField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["place", "scheme", "name", "since", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(place__regex=r"^\d{12}$"), name="policy_place_has_twelve_digits"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="policy_value_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(confirmed_staff_no="") | ~Q(confirmed_staff_no=F("entered_staff_no")), name="confirmer_is_not_who_entered_the_value"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_staff_no="", confirmed_at__isnull=True)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_staff_no="")),
                name="value_is_confirmed_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(origin="file", entered_by__isnull=True, entered_staff_no="")
                | (Q(origin="official", entered_by__isnull=False) & ~Q(entered_staff_no="")),
                name="official_value_says_who_entered_it",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="value_is_withdrawn_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["place", "scheme", "name", "since"], condition=Q(withdrawn_at__isnull=True), name="a_place_states_one_value_from_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.name} {self.since}"

    @property
    def state(self):
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.PROPOSED if self.origin == self.Origin.OFFICIAL and not self.confirmed_at else self.State.IN_FORCE

    def get_state_display(self):
        return self.state.label


class PolicySimulation(Placed):
    """模拟核算: what a proposed value would change in its county over the calendar years it touches; never published.

    `watermark` is the revision of the last change of facts it has seen, `openings` the county's ledgers {scheme: since} it was made for,
    `basis` a hash of everything else it rests on. `effects`: {scheme: {"all" or "since/until": counts and fen before and after}}.
    """

    value = models.ForeignKey(PolicyValue, models.PROTECT, related_name="simulations")
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")
    schemes = ArrayField(models.CharField(max_length=60), help_text="of the county's ledgers, those the value has a part in")
    openings = models.JSONField(default=dict)
    since = models.DateField()
    until = models.DateField()
    watermark = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=64, default="", blank=True)
    families = models.PositiveIntegerField(default=0, help_text="of the county when it began")
    seen = models.PositiveIntegerField(default=0, help_text="families computed so far")
    effects = models.JSONField(default=dict)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="simulation_is_of_a_county"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="simulation_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(schemes__len=0) | Q(watermark__isnull=False, seen=F("families")),
                name="a_finished_simulation_saw_every_family",
            ),
        ]


class PolicyConfirmation(models.Model):
    """确认文件: the normative document that says what a reported value said; from then on the value may be paid out.

    Recorded with the policy files it holds wherever the value does. Recorded by an official it holds for their county alone,
    once another official has compared the two.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待核对")
        IN_FORCE = "in_force", _("已生效")
        REFUSED = "refused", _("已退回")

    value = models.ForeignKey(PolicyValue, models.PROTECT, related_name="confirmations")
    county = models.CharField(max_length=12, db_collation="C", default="", blank=True, help_text="empty: wherever the value holds")
    citation = models.ForeignKey(Citation, models.PROTECT, related_name="confirmations")
    clause = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_staff_no = models.CharField(max_length=20, default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_staff_no = models.CharField(max_length=20, default="", blank=True)
    refused_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["value", "county"], condition=~Q(state="refused"), name="a_value_is_confirmed_once"),
            models.CheckConstraint(
                condition=Q(county="", recorded_by__isnull=True, recorded_staff_no="", state="in_force")
                | (Q(county__endswith="000000", recorded_by__isnull=False) & ~Q(recorded_staff_no="")),
                name="county_confirmation_says_who_recorded_it",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_staff_no="", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(county="", decided_by__isnull=True))
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_staff_no="")),
                name="confirmation_is_decided_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(decided_staff_no="") | ~Q(decided_staff_no=F("recorded_staff_no")), name="confirmation_is_decided_by_another"
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refused_why="")) | (~Q(state="refused") & Q(refused_why="")),
                name="confirmation_is_refused_with_a_reason",
            ),
        ]


class PolicyUse(models.Model):
    """A published run rested on the value: it can no longer change or go."""

    value = models.OneToOneField(PolicyValue, models.PROTECT, primary_key=True, related_name="use")
    used_at = models.DateTimeField()


class RunValue(Placed):
    """采用登记: a published run of the county rested on the value."""

    run = models.ForeignKey("benefits.Run", models.PROTECT, related_name="used_values")
    value = models.ForeignKey(PolicyValue, models.PROTECT, related_name="runs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "run"], name="a_run_names_a_value_once")]


class Opening(models.Model):
    """首个账期: the first day a county's ledger of a scheme covers; before it nothing is computed."""

    division_code = models.CharField(max_length=12, db_collation="C")
    scheme = models.CharField(max_length=60)
    since = models.DateField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division_code", "scheme"], name="a_county_opens_a_scheme_once"),
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="opening_is_of_a_county"),
            models.CheckConstraint(condition=Q(since__day=1), name="opening_is_the_first_of_a_month"),
            models.CheckConstraint(condition=IS_PAYABLE, name="in_kind_measures_have_no_ledger"),
        ]
