import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.base import Fact, Placed


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Household(Placed):
    """家庭（档案）: a family as recorded by one county. division_code is its village."""

    number = models.CharField(_("档案号"), max_length=24)
    group = models.CharField(_("村民小组"), max_length=20, default="", blank=True)
    address = models.CharField(_("户籍地址"), max_length=120, default="", blank=True)
    hukou_book = models.CharField(_("户口簿号"), max_length=30, default="", blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, default="", blank=True)
    notes = models.TextField(_("备注"), default="", blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    # Taken from one sequence by every command that changes a fact of the family, under the county's shared lock:
    # a run sees which families changed after it was computed.
    revision = models.BigIntegerField(default=0)
    # The page or import row it was registered from: submitting that again makes no second record.
    entered_as = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="household_number_is_given_once"),
            models.UniqueConstraint(fields=["entered_as"], name="a_page_is_registered_once"),
        ]
        indexes = [models.Index(fields=["division_code", "id"], name="household_by_place")]

    def __str__(self):
        return self.number


class Relation(models.TextChoices):
    """Relation to the householder, by the digit the clerk types (GB/T 4761 groups)."""

    HEAD = "0", _("户主")
    SPOUSE = "1", _("配偶")
    SON = "2", _("子")
    DAUGHTER = "3", pgettext_lazy("关系", "女")
    GRANDCHILD = "4", _("孙辈")
    PARENT = "5", _("父母")
    GRANDPARENT = "6", _("祖辈")
    SIBLING = "7", _("兄弟姐妹")
    OTHER = "8", _("其他")


class Membership(Fact):
    """户内关系: a person in a family's record, children who left home or died among them.

    `home` marks the one record in which the person's own claims are calculated.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships", db_index=False)
    person = models.ForeignKey("households.Person", models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=1, choices=Relation)
    home = models.BooleanField(default=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household", "person"], name="membership_by_household")]


class HouseholdStatus(Fact):
    """家庭认定: something an authority found about the family, from a day; which unit decided it, by which document, where that is known."""

    class Kind(models.TextChoices):
        HARDSHIP = "fp_hardship", _("计生困难家庭")
        DESTITUTE = "destitute_by_injury", _("因伤亡病残特困")
        INTEGRITY = "integrity_programme", _("参加诚信计生")
        PROJECT = "able_to_run_project", _("有能力发展项目")
        TWO_GIRLS_STERILISED = "two_girls_sterilised", _("二女结扎户")
        POOR = "poor_household", _("计划生育贫困家庭")
        GAVE_UP_SECOND = "gave_up_second_child", _("自愿放弃二孩")
        FEWER_BIRTHS = "fewer_births_pledge", _("少生快富")
        POVERTY_TARGET = "poverty_target", _("扶贫对象")

    household = models.ForeignKey(Household, models.PROTECT, related_name="statuses", db_index=False)
    kind = models.CharField(max_length=30, choices=Kind)
    decided_by = models.CharField(_("认定单位"), max_length=60, default="", blank=True)
    document = models.CharField(_("认定文件"), max_length=120, default="", blank=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["household"], name="status_by_household")]


class Statement(Placed):
    """说明“无”: somebody stated that a kind of fact has no rows. Without it the kind is not recorded, which is not the same."""

    class Kind(models.TextChoices):
        ALIVE = "death", _("在世")
        NO_DISABILITY = "disability", _("无残疾")
        NO_COMPLICATION = "complication", _("无手术并发症")
        NO_SCHOOL = "school", _("无在读学段")
        NO_ADMISSION = "admission", _("无录取")
        NO_EXAM = "exams", _("无中考")
        NO_POST = "post", _("无任职")
        LIVES_AT_HOME = "residence", _("住在户籍地")
        NO_PENSION = "pension", _("未参加养老保险")
        NO_CHILDREN = "children", _("无子女")
        NO_MARRIAGE = "couples", _("无婚姻")
        NO_CERTIFICATE = "certificates", _("无光荣证")
        NO_MINIMUM_LIVING = "minimum_living", _("无低保")
        NO_STATUS = "status", _("无其他认定")
        NO_MEDICAL = "medical", _("无大病自付")
        NO_GRANT = "poverty_grants", _("无扶贫资金物资")
        NOT_REGISTERED = "poverty_register", _("非建档立卡户")

    person = models.ForeignKey("households.Person", models.PROTECT, null=True, blank=True, related_name="statements")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="statements")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField()
    source = models.CharField(max_length=200, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.Post", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    withdrawn_why = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, household__isnull=False) | Q(person__isnull=False, household__isnull=True),
                name="statement_is_about_one_subject",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(withdrawn_at__isnull=True, person__isnull=False), name="person_states_none_once"
            ),
            models.UniqueConstraint(
                fields=["household", "kind"],
                condition=Q(withdrawn_at__isnull=True, household__isnull=False),
                name="household_states_none_once",
            ),
        ]
        indexes = [  # whether children and members live is asked of whole counties, and answered from the index alone
            models.Index(fields=["person"], include=["division_code"], condition=Q(kind="death", withdrawn_at=None), name="life_by_person"),
        ]
