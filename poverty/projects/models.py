"""扶贫项目 with its money, its papers and the families that apply for it."""
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import Placed
from poverty.projects import states

WORKS = ("work_relief", "drinking_water", "drought_and_flood")  # may be built for villages without any family applying
LENT = ("mothers", "subsidised_loan", "mutual_fund")  # given to come back (poverty.loans)
WITHOUT_STANDARD = (*WORKS, *LENT, "development_fund")
_STEPS = ("drafted", "consulted", "opened", "ranked", "confirmed", "started", "completed", "accepted", "cancelled")
_AFTER_CONSULTATION = ("consulted", "open", "ranking", "granting", "started", "completed", "accepted")


def _taken(name):
    """A step is taken by somebody some day, or by nobody."""
    at, by, staff_no = f"{name}_at__isnull", f"{name}_by__isnull", f"{name}_staff_no"
    return models.CheckConstraint(
        condition=Q(**{at: True, by: True, staff_no: ""}) | Q(Q(**{at: False, by: False}) & ~Q(**{staff_no: ""})),
        name=f"project_is_{name}_by_somebody_some_day",
    )


def _who():
    return models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")


def _staff_no():
    return models.CharField(max_length=20, default="", blank=True)


class Project(Placed):
    """扶贫项目 of a county in a year. `standard_fen` is the programme's own 帮扶标准 for a household, without any rise.

    The places are those the family-planning office was asked about before the project was placed (筑委厅字〔2013〕89号 三(二)18 "必须事先与人口计生
    部门联系", 淄政办发〔2012〕74号 四(一)): what it answered, when and who is part of the project.
    """

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("产业扶贫")
        SPECIALTY = "specialty", _("特色产业")
        MOTHERS = "mothers", _("幸福工程")
        SUBSIDISED_LOAN = "subsidised_loan", _("贴息小额贷款")
        MUTUAL_FUND = "mutual_fund", _("互助资金")
        RELOCATION = "relocation", _("易地搬迁")
        WORK_RELIEF = "work_relief", _("以工代赈")
        HOUSE_RENOVATION = "house_renovation", _("危房改造")
        DRINKING_WATER = "drinking_water", _("饮水")
        DROUGHT_AND_FLOOD = "drought_and_flood", _("抗旱防涝")
        TRAINING = "training", _("劳动力转移培训")
        DEVELOPMENT_FUND = "development_fund", _("项目发展基金")

    State = states.ProjectState

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="the same key is the same project")
    number = models.CharField(_("项目编号"), max_length=30, unique=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    name = models.CharField(_("项目名称"), max_length=80)
    year = models.PositiveSmallIntegerField(_("年度"))
    since = models.DateField(_("开工日期"))
    until = models.DateField(_("计划完工日期"))
    places = ArrayField(models.CharField(max_length=12), verbose_name=_("实施地点"))
    document = models.CharField(_("立项文件及文号"), max_length=120)
    standard_fen = models.BigIntegerField(_("帮扶标准"), null=True, blank=True, help_text="分/户；到户安排资金物资的必填")
    standard_document = models.CharField(_("标准依据及文号"), max_length=120, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTED)

    drafted_by, drafted_staff_no, drafted_at = _who(), _staff_no(), models.DateTimeField(null=True)
    consulted_on = models.DateField(_("答复日期"), null=True, blank=True)
    consulted_person = models.CharField(_("答复人"), max_length=40, default="", blank=True)
    consulted_document = models.CharField(_("答复文件"), max_length=120, default="", blank=True)
    consulted_answer = models.CharField(_("人口计生部门意见"), max_length=400, default="", blank=True)
    consulted_by, consulted_staff_no, consulted_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    opened_by, opened_staff_no, opened_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    ranked_by, ranked_staff_no, ranked_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    confirmed_by, confirmed_staff_no, confirmed_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    started_by, started_staff_no, started_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    village_order = models.JSONField(null=True, blank=True, help_text="[{village, place, because, cite}] on the day works were started")
    completed_by, completed_staff_no, completed_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    accepted_by, accepted_staff_no, accepted_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    acceptance = models.CharField(_("验收结论"), max_length=400, default="", blank=True)
    cancelled_by, cancelled_staff_no, cancelled_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-year", "-id"]
        indexes = [models.Index(fields=["division_code", "-year", "-id"], name="project_by_place")]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="project_is_of_a_county"),
            models.CheckConstraint(condition=Q(places__len__gt=0), name="project_has_places"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="project_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(document="") & ~Q(name=""), name="project_names_its_document"),
            models.CheckConstraint(
                condition=Q(standard_fen__isnull=True, standard_document="") | (Q(standard_fen__gt=0) & ~Q(standard_document="")),
                name="a_standard_names_its_document",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITHOUT_STANDARD) | Q(standard_fen__isnull=False), name="a_project_that_grants_has_a_standard"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_AFTER_CONSULTATION)
                | (
                    Q(consulted_on__isnull=False, consulted_at__isnull=False)
                    & ~Q(consulted_person="") & ~Q(consulted_document="") & ~Q(consulted_answer="")
                ),
                name="a_project_is_placed_after_its_consultation",
            ),
            models.CheckConstraint(
                condition=Q(consulted_staff_no="") | ~Q(consulted_staff_no=F("drafted_staff_no")),
                name="who_drafts_a_project_does_not_record_its_consultation"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_staff_no="") | ~Q(confirmed_staff_no=F("ranked_staff_no")), name="a_ranking_is_confirmed_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(accepted_staff_no="") | (~Q(accepted_staff_no=F("completed_staff_no")) & ~Q(accepted_staff_no=F("drafted_staff_no"))),
                name="a_project_is_accepted_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | (Q(accepted_at__isnull=False) & ~Q(acceptance="")), name="an_accepted_project_says_what_was_found"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | (Q(cancelled_at__isnull=False) & ~Q(cancelled_why="")), name="a_cancelled_project_says_why"
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True, village_order__isnull=True)
                | Q(started_at__isnull=False, village_order__isnull=False, kind__in=WORKS),
                name="works_start_in_the_order_of_villages",
            ),
            *[_taken(step) for step in _STEPS],
        ]

    def __str__(self):
        return self.number

    @property
    def grants_to_families(self):
        """Whether families may be granted something of it: there is a standard to rise from, or the fund's own sums."""
        return self.standard_fen is not None or self.kind == self.Kind.DEVELOPMENT_FUND


class ProjectSource(Placed):
    """项目资金来源: what a source planned, what has come in of it and what was spent, in fen."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="sources")
    name = models.CharField(_("资金来源"), max_length=60)
    document = models.CharField(_("下达文件及文号"), max_length=120)
    planned_fen = models.BigIntegerField(_("计划（元）"))
    received_fen = models.BigIntegerField(_("到位（元）"), default=0)
    spent_fen = models.BigIntegerField(_("支出（元）"), default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="a_project_names_a_source_once"),
            models.CheckConstraint(condition=Q(planned_fen__gt=0, received_fen__gte=0, spent_fen__gte=0), name="project_money_is_not_negative"),
            models.CheckConstraint(condition=Q(spent_fen__lte=F("received_fen")), name="a_project_spends_what_it_received"),
            models.CheckConstraint(condition=~Q(document=""), name="a_source_names_its_document"),
        ]


class ProjectPaper(Placed):
    """项目资料: a photo or a paper of a project, kept under its hash as it was uploaded."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("照片")
        CONSULTATION = "consultation", _("会商函件")
        PAPER = "paper", _("文件资料")
        ACCEPTANCE = "acceptance", _("验收资料")

    project = models.ForeignKey(Project, models.PROTECT, related_name="papers")
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    title = models.CharField(_("名称"), max_length=80)
    seal = models.OneToOneField("audits.Seal", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    @property
    def sha256(self):
        return bytes(self.seal.sha256).hex()


class ProjectApplication(Placed):
    """项目申请: a family of record asks for a project; division_code is its village. Withdrawn with a reason, never deleted."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="applications")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="project_applications")
    number = models.PositiveIntegerField(_("申请序号"))
    applied_on = models.DateField(_("申请日期"))
    wish = models.CharField(_("申请内容"), max_length=200)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_staff_no = models.CharField(max_length=20)
    entered_at = models.DateTimeField()
    withdrawn_by = _who()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["household"], name="application_by_household")]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="applications_of_a_project_are_numbered"),
            models.UniqueConstraint(
                fields=["project", "household"], condition=Q(withdrawn_at__isnull=True), name="a_family_applies_once_for_a_project"
            ),
            models.CheckConstraint(condition=~Q(wish=""), name="an_application_says_what_it_asks_for"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="an_application_is_withdrawn_with_a_reason",
            ),
        ]


class ProjectRanking(Placed):
    """排序: the applications of a project in the order of the published rules, with what each place rests on; frozen when it is drawn up.

    `rows` is what the page shows and the other official confirms under `content_hash`; families stand there by
    their ids, people by their relation to the householder, without a name.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="rankings")
    judged_on = models.DateField(_("核定日"))
    rules = models.JSONField(help_text="[{name, title, cite}] in the order they were applied")
    rows = models.JSONField(help_text="[{place, application, household, because, questions}]")
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_staff_no = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    confirmed_by = _who()
    confirmed_staff_no = _staff_no()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    returned_by = _who()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["project"], condition=Q(returned_at__isnull=True), name="a_project_has_one_ranking_at_a_time"),
            models.CheckConstraint(condition=Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="a_ranking_has_a_hash"),
            models.CheckConstraint(
                condition=Q(confirmed_staff_no="") | ~Q(confirmed_staff_no=F("made_staff_no")), name="who_draws_up_a_ranking_does_not_confirm_it"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, confirmed_staff_no="")
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False, returned_at__isnull=True) & ~Q(confirmed_staff_no="")),
                name="a_ranking_is_confirmed_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, returned_why="")
                | (Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(returned_why="")),
                name="a_ranking_is_returned_with_a_reason",
            ),
        ]


class ProjectGrant(Placed):
    """项目资金物资: what a ranked family is to have of a project. Proposed by one official, decided by another; never below `floor_fen`.

    `amount_fen` is the whole of it, for goods their value; `floor` keeps the arithmetic of the least with its clauses, `village_rise_fen` how
    much of the least is the village's. Cash is due in the month of `granted_on`; goods are never due.
    """

    class Form(models.TextChoices):
        CASH = "cash", _("资金")
        GOODS = "goods", _("物资")

    State = states.GrantState

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="the same key is the same grant")
    project = models.ForeignKey(Project, models.PROTECT, related_name="grants")
    application = models.ForeignKey(ProjectApplication, models.PROTECT, related_name="grants")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="project_grants")
    place = models.PositiveIntegerField(_("位次"))
    development_fund = models.BooleanField(help_text="the project's kind, as the rules ask for it")
    year = models.PositiveSmallIntegerField(help_text="the project's, for guards that a township meets")
    standard_fen = models.BigIntegerField(null=True, help_text="the project's own, likewise")
    form = models.CharField(_("形式"), max_length=5, choices=Form)
    goods = models.CharField(_("物资名称和数量"), max_length=120, default="", blank=True)
    amount_fen = models.BigIntegerField(_("金额（物资折价）"))
    floor_fen = models.BigIntegerField()
    village_rise_fen = models.BigIntegerField(default=0)
    floor = models.JSONField(help_text="[{title, fen, cite, answer}]")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_staff_no = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    decided_by, decided_staff_no, decided_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    granted_on = models.DateField(null=True, blank=True)
    revoked_by, revoked_staff_no, revoked_at = _who(), _staff_no(), models.DateTimeField(null=True, blank=True)
    why = models.CharField(_("理由"), max_length=200, default="", blank=True, help_text="of a refusal or a revocation")

    class Meta:
        ordering = ["place", "id"]
        indexes = [models.Index(fields=["household"], name="project_grant_by_household")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=["proposed", "approved"]), name="an_application_has_one_grant_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["household"], condition=Q(development_fund=True, state__in=["proposed", "approved"]),
                name="a_family_has_one_development_fund",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0, floor_fen__gte=0, village_rise_fen__gte=0), name="a_project_grants_something"),
            models.CheckConstraint(condition=Q(amount_fen__gte=F("floor_fen")), name="a_project_grant_is_never_below_its_floor"),
            models.CheckConstraint(
                condition=Q(development_fund=True) | Q(standard_fen__isnull=False), name="a_project_grant_rises_from_a_standard"
            ),
            models.CheckConstraint(
                condition=Q(form="cash", goods="") | (Q(form="goods", development_fund=False) & ~Q(goods="")),
                name="goods_are_named_and_are_no_development_fund"
            ),
            models.CheckConstraint(
                condition=Q(decided_staff_no="") | ~Q(decided_staff_no=F("proposed_staff_no")), name="a_project_grant_is_decided_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(revoked_staff_no="") | ~Q(revoked_staff_no=F("decided_staff_no")), name="a_project_grant_is_revoked_by_another_person"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True, decided_staff_no="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decided_staff_no="") & ~Q(state="proposed")),
                name="a_project_grant_is_decided_by_somebody_some_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "revoked"], granted_on__isnull=False)
                | Q(state__in=["proposed", "refused"], granted_on__isnull=True),
                name="an_approved_project_grant_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved"], why="") | (Q(state__in=["refused", "revoked"]) & ~Q(why="")),
                name="a_refused_project_grant_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_staff_no="")
                | (~Q(state="revoked") & Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_staff_no="")),
                name="a_project_grant_is_revoked_by_somebody_some_day",
            ),
        ]
