"""移交: a family that moved to another county, offered by the old one and accepted by the new one."""
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts import crypto
from households.models import Placed


class HandOver(Placed):
    """家庭移交: the record of a family that moved, sealed, from the county it left to the one it went to.

    division_code is the village it left, `to_code` the new county: both counties see the row, a township only its own. The
    old county's hukou facts end with the offer, whatever the new county answers; its record and its books stay. What was
    refused, or offered to a wrong county, the old county takes back, its hukou facts with it; the new one then sees nothing more.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("待接收")
        ACCEPTED = "accepted", _("已接收")
        REFUSED = "refused", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    number = models.CharField(_("移交编号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, editable=False, help_text="what the package is sealed about")
    to_code = models.CharField(max_length=12, db_collation="C")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="hand_overs")
    head = models.CharField(_("户主"), max_length=60)
    people = models.PositiveSmallIntegerField(_("人数"))
    moved_on = models.DateField(_("户口迁出日期"))
    source = models.CharField(_("依据材料"), max_length=200)
    package = models.BinaryField(help_text="empty once nobody can accept it any more")
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    new_household = models.OneToOneField("households.Household", models.PROTECT, null=True, blank=True, related_name="handed_over")
    offered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    offered_staff_no = models.CharField(max_length=20)
    offered_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answered_staff_no = models.CharField(max_length=20, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(_("退回的理由"), max_length=200, default="", blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["division_code", "-id"], name="hand_over_by_old_place"),
            models.Index(fields=["to_code", "-id"], name="hand_over_by_new_place"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(to_code__endswith="000000"), name="a_hand_over_goes_to_a_county"),
            models.CheckConstraint(condition=Q(people__gt=0), name="a_hand_over_is_of_people"),
            models.UniqueConstraint(fields=["household"], condition=Q(state="offered"), name="a_family_is_offered_once"),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at__isnull=True, answered_by__isnull=True, answered_staff_no="")
                | (Q(state__in=["accepted", "refused"], answered_at__isnull=False, answered_by__isnull=False) & ~Q(answered_staff_no=""))
                | Q(state="withdrawn"),
                name="a_hand_over_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", new_household__isnull=False) | (~Q(state="accepted") & Q(new_household__isnull=True)),
                name="an_accepted_family_has_a_new_record",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True),
                name="a_hand_over_is_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["refused", "withdrawn"], package=b"") | ~Q(state__in=["refused", "withdrawn"]) & ~Q(package=b""),
                name="a_family_that_stays_leaves_no_package",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="a_refused_hand_over_says_why"),
            models.CheckConstraint(
                condition=Q(answered_staff_no="") | ~Q(answered_staff_no=F("offered_staff_no")), name="who_offers_a_family_does_not_answer"
            ),
        ]

    def __str__(self):
        return self.number

    def text(self):
        """The packed family (benefits.events.packing), opened."""
        return crypto.open(self.package, about=self.key)
