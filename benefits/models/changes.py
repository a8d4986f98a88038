"""变更: what the county learnt late of a family, who inherits what was due, and from when a qualification learnt of late is confirmed."""
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models import PersonFact, Placed


class Change(Placed):
    """变更办理: something learnt late of a family, recorded after its differences were shown. division_code is the family's village then.

    `run` computes the touched families alone; it is null where nothing due changes. The rows of facts it recorded and
    withdrew carry its `entered_at`. A change is never edited: what was wrong is another change.
    """

    class Kind(models.TextChoices):
        DEATH = "death", _("死亡")
        BIRTH = "birth", _("生育")
        ADOPTION = "adoption", _("收养")
        RECOVERY = "recovery", _("康复")
        REGRADING = "regrading", _("伤残等级变更")
        HUKOU = "hukou", _("户口变更")
        MOVE = "move", _("县内迁移")
        BIRTH_DATE = "birth_date", _("更正出生日期")
        CERTIFICATE = "certificate", _("迟办光荣证")
        LATE_CLAIM = "late_claim", _("迟办资格")
        HEIR = "heir", _("继承领款人")
        MOVE_AWAY = "move_away", _("迁往外县")
        MOVE_BACK = "move_back", _("撤回外县移交")

    number = models.CharField(_("变更编号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, editable=False, help_text="the same key is the same change")
    kind = models.CharField(max_length=12, choices=Kind)
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="changes")
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, blank=True, related_name="changes")
    occurred = models.DateField(_("发生日期"))
    learnt = models.DateField(_("获知日期"))
    source = models.CharField(_("依据材料"), max_length=200)
    preview_hash = models.CharField(max_length=64, help_text="what was shown before it was confirmed")
    added_fen = models.BigIntegerField(help_text="more is due, as it was shown")
    taken_fen = models.BigIntegerField(help_text="less is due, as it was shown")
    overpaid_fen = models.BigIntegerField(help_text="of which had moved already: to be recovered")
    questions = models.PositiveIntegerField(default=0)
    run = models.OneToOneField("benefits.Run", models.PROTECT, null=True, blank=True, related_name="change")
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    entered_staff_no = models.CharField(max_length=20)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["division_code", "-id"], name="change_by_place"),
            models.Index(fields=["household", "-id"], name="change_by_household"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(occurred__lte=F("learnt")), name="a_change_is_learnt_after_it_happened"),
            models.CheckConstraint(
                condition=Q(added_fen__gte=0, overpaid_fen__gte=0, taken_fen__gte=F("overpaid_fen")), name="a_change_adds_and_takes"
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=False) | Q(added_fen=0, taken_fen=0), name="what_a_change_alters_is_computed_by_a_run"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_change_names_its_source"),
        ]

    def __str__(self):
        return self.number


class Heir(PersonFact):
    """继承领款人: who is handed what was due to a person (`person`, who died) and had not been paid; the day is the document's."""

    heir = models.ForeignKey("households.Person", models.PROTECT, related_name="inheritances")
    relation = models.CharField(_("与逝者关系"), max_length=20)

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            models.CheckConstraint(condition=~Q(person=F("heir")), name="nobody_is_their_own_heir"),
            models.UniqueConstraint(fields=["person"], condition=Q(withdrawn_at__isnull=True), name="the_dead_have_one_heir_to_be_paid"),
        ]
        indexes = [models.Index(fields=["person"], name="heir_by_person")]


class Confirmation(PersonFact):
    """迟报确认: `since` is the day from which a qualification the county learnt of late is confirmed (PC-36). Without a row it was in time."""

    scheme = models.CharField(max_length=60)

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "scheme"], condition=Q(withdrawn_at__isnull=True), name="a_qualification_is_confirmed_late_once"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="confirmation_by_person")]
