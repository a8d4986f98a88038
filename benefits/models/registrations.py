"""登记: what a household may claim that is no money in its hand, who was asked for it, and what became of it."""
import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import PersonFact, Placed

# Schemes whose answer is no money of ours: points, an area, a priority, what an insurer pays. They are registered and never due.
IN_KIND_SCHEMES = ("catastrophic_reimbursement", "exam_bonus", "minimum_living_referral", "public_rental_housing", "rural_house_title")
FUND_SCHEMES = ("welfare_fund_relief",)  # granted from a fund, family by family, and never by a run (docs/decisions/0010)
WITHOUT_LEDGER = (*IN_KIND_SCHEMES, *FUND_SCHEMES)
IS_PAYABLE = ~Q(scheme__contains=".") & ~Q(scheme__in=WITHOUT_LEDGER)


class Department(models.TextChoices):
    """责任部门, by what it answers for."""

    FAMILY_PLANNING = "family_planning", _("人口计生部门")
    ASSOCIATION = "association", _("计划生育协会")
    HEALTH = "health", _("卫生部门")
    EDUCATION = "education", _("教育部门")
    CIVIL_AFFAIRS = "civil_affairs", _("民政部门")
    HUMAN_RESOURCES = "human_resources", _("人力资源社会保障部门")
    HOUSING = "housing", _("住房城乡建设部门")
    LAND = "land", _("国土部门")
    AGRICULTURE = "agriculture", _("农业部门")
    POVERTY = "poverty", _("扶贫部门")
    WATER = "water", _("水利部门")
    FORESTRY = "forestry", _("林业部门")
    GRAIN = "grain", _("粮食部门")
    CULTURE = "culture", _("文化广播电影电视部门")
    ETHNIC_AFFAIRS = "ethnic_affairs", _("民族宗教部门")
    FINANCIAL_OFFICE = "financial_office", _("金融办")
    PAIRED_UNITS = "paired_units", _("结对帮扶部门")


def _step(name):
    """A step is taken by somebody some day, or by nobody."""
    taken, by, staff_no = f"{name}_at__isnull", f"{name}_by__isnull", f"{name}_staff_no"
    return models.CheckConstraint(
        condition=Q(**{taken: True, by: True, staff_no: ""}) | Q(Q(**{taken: False, by: False}) & ~Q(**{staff_no: ""})),
        name=f"registration_is_{name}_by_somebody_some_day",
    )


class Referral(Placed):
    """移交名单: the registrations of a place and a department, made in a period (half-open), handed to the department together."""

    number = models.CharField(_("移交单号"), max_length=30, unique=True)
    department = models.CharField(_("责任部门"), max_length=20, choices=Department)
    since = models.DateField()
    until = models.DateField()
    people = models.PositiveIntegerField(_("登记笔数"))
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_staff_no = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="referral_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(people__gt=0), name="a_referral_hands_over_somebody"),
        ]
        indexes = [models.Index(fields=["division_code", "-id"], name="referral_by_place")]

    def __str__(self):
        return self.number


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Registration(Placed):
    """登记: one item of the table of measures claimed for a household or one of its people, from a day.

    division_code is the village where it applies: of the household, or where the person lives. The item's code begins with its
    kind and holds a dot, which no scheme's code does: what is registered here never becomes an entitlement.
    """

    class Kind(models.TextChoices):
        POINTS = "points", _("加分")
        AREA = "area", _("面积")
        WAIVER = "waiver", _("减免")
        SERVICE = "service", _("服务")
        INSURANCE = "insurance", _("保险")
        PENSION = "pension", _("养老参保补贴")
        CARE = "care", _("养老照料")
        PRIORITY = "priority", _("优先")
        GOODS = "goods", _("物资")
        UNSTATED = "unstated", _("金额未定的奖补")

    class State(models.TextChoices):
        REGISTERED = "registered", _("已登记")
        REFERRED = "referred", _("已移交")
        GIVEN = "given", _("已落实")
        REFUSED = "refused", _("未落实")
        CLOSED = "closed", _("已终止")
        WITHDRAWN = "withdrawn", _("已撤销")

    class Answer(models.TextChoices):
        YES = "yes", _("符合")
        JUDGED = "judged", _("按材料认定")
        UNKNOWN = "unknown", _("缺项，按材料认定")

    class Wish(models.TextChoices):
        CARE_PLACE = "care_place", _("入住机构")
        HOME_CARE = "home_care", _("居家照料")
        NONE = "none", _("暂不需要")

    number = models.CharField(_("登记号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, editable=False, help_text="the same key is the same registration")
    item = models.CharField(max_length=60)
    stated_by = models.CharField(max_length=12, db_collation="C", help_text="the place whose document grants it")
    kind = models.CharField(max_length=9, choices=Kind)
    department = models.CharField(max_length=20, choices=Department)
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="registrations")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, blank=True, related_name="registrations")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=7, choices=Answer)
    grounds = models.CharField(_("认定依据"), max_length=200, default="", blank=True)
    wish = models.CharField(_("本人意愿"), max_length=10, choices=Wish, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.REGISTERED)
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="registrations")

    points = models.PositiveSmallIntegerField(_("加分"), null=True, blank=True)
    area = models.DecimalField(_("面积（平方米）"), max_digits=8, decimal_places=2, null=True, blank=True)
    cost_fen = models.BigIntegerField(null=True, blank=True, help_text="the real cost borne for the household, in fen: fees waived, premium, top-up")
    insurer = models.CharField(_("承保机构"), max_length=80, default="", blank=True)
    given = models.CharField(_("落实内容"), max_length=200, default="", blank=True)
    outcome = models.CharField(_("部门答复"), max_length=200, default="", blank=True)
    document = models.CharField(_("答复文件"), max_length=120, default="", blank=True)

    registered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    registered_staff_no = models.CharField(max_length=20)
    registered_at = models.DateTimeField()
    referred_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    referred_staff_no = models.CharField(max_length=20, default="", blank=True)
    referred_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answered_staff_no = models.CharField(max_length=20, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_staff_no = models.CharField(max_length=20, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["division_code", "-id"], name="registration_by_place"),
            models.Index(fields=["household", "-id"], name="registration_by_household"),
            models.Index(fields=["department", "state"], name="registration_by_department"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="registration_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(answer="yes") | ~Q(grounds=""), name="what_was_not_looked_up_says_its_grounds"),
            models.CheckConstraint(condition=Q(Q(kind="care") & ~Q(wish="")) | Q(~Q(kind="care") & Q(wish="")), name="a_wish_is_about_care"),
            models.CheckConstraint(condition=Q(points__isnull=True) | Q(kind="points", points__gt=0), name="points_are_of_an_examination"),
            models.CheckConstraint(condition=Q(area__isnull=True) | Q(kind="area", area__gt=0), name="an_area_is_of_a_title"),
            models.CheckConstraint(
                condition=Q(cost_fen__isnull=True) | Q(kind__in=["waiver", "service", "insurance", "pension", "care", "goods"], cost_fen__gte=0),
                name="a_cost_is_borne_for_the_household",
            ),
            models.CheckConstraint(condition=Q(insurer="") | Q(kind="insurance"), name="an_insurer_is_of_an_insurance"),
            models.CheckConstraint(
                condition=~Q(state__in=["given", "closed"])
                | Q(kind="points", points__isnull=False)
                | Q(kind="area", area__isnull=False)
                | Q(kind__in=["waiver", "pension"], cost_fen__isnull=False)
                | (Q(kind="insurance", cost_fen__isnull=False, until__isnull=False) & ~Q(insurer=""))
                | Q(Q(kind__in=["service", "care", "priority", "goods", "unstated"]) & ~Q(given="")),
                name="what_was_given_is_said_in_its_kind",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(outcome=""), name="a_refusal_says_why"),
            models.CheckConstraint(condition=~Q(state__in=["closed", "withdrawn"]) | ~Q(ended_why=""), name="an_end_says_why"),
            *[_step(name) for name in ("referred", "answered", "ended")],
            models.CheckConstraint(
                condition=Q(state__in=["registered", "withdrawn"], referral__isnull=True, referred_at__isnull=True)
                | Q(state__in=["referred", "given", "refused", "closed"], referral__isnull=False, referred_at__isnull=False),
                name="registration_is_referred_before_it_is_answered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["given", "refused", "closed"], answered_at__isnull=False)
                | Q(state__in=["registered", "referred", "withdrawn"], answered_at__isnull=True),
                name="registration_is_answered_before_it_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "withdrawn"], ended_at__isnull=False)
                | Q(state__in=["registered", "referred", "given", "refused"], ended_at__isnull=True),
                name="registration_is_ended_by_a_closing",
            ),
            models.CheckConstraint(
                condition=Q(referred_staff_no="") | ~Q(referred_staff_no=F("registered_staff_no")), name="registrar_is_not_who_refers"
            ),
            models.CheckConstraint(
                condition=Q(answered_staff_no="") | ~Q(answered_staff_no=F("registered_staff_no")), name="registrar_is_not_who_answers"
            ),
        ]

    def __str__(self):
        return self.number


class InsuredPerson(PersonFact):
    """参保人: a person whom a registered insurance covers, for its term."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="insured")

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["registration", "person"], condition=Q(withdrawn_at__isnull=True), name="a_person_is_insured_once_in_a_policy"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="insured_by_person")]


class InsuranceClaim(PersonFact):
    """理赔: what happened to an insured person (since is the day) and what the insurer answered; paid_fen is paid by the insurer, never here."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="insurance_claims")
    event = models.CharField(_("事故"), max_length=200)
    paid_fen = models.BigIntegerField(null=True, help_text="empty while the insurer has not answered; 0 when it refused")
    answer = models.CharField(_("保险公司答复"), max_length=200, default="", blank=True)

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            models.CheckConstraint(condition=Q(paid_fen__isnull=True) | Q(paid_fen__gte=0), name="an_insurer_pays_no_less_than_nothing"),
            models.CheckConstraint(condition=~Q(paid_fen=0) | ~Q(answer=""), name="an_insurer_that_refuses_says_why"),
        ]
        indexes = [models.Index(fields=["person"], name="insurance_claim_by_person")]
