"""A month's list of civil affairs, and what it says of each family."""
import json
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import crypto
from households.models import Placed
from poverty.monthly import states


class MinimumLivingList(Placed):
    """低保月度名单: one month's list of rural or urban 低保, compared with the county's record on the first day of the month."""

    State = states.State

    number = models.CharField(_("编号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, help_text="the same key is the same page")
    kind = models.CharField(_("名单"), max_length=5, choices=[("rural", _("农村低保")), ("urban", _("城市低保"))])
    month = models.DateField(_("月份"), help_text="its first day")
    source = models.CharField(_("来源"), max_length=200)
    file_name = models.CharField(max_length=120)
    sha256 = models.BinaryField(help_text="of the file as it was brought")
    version = models.CharField(max_length=20, help_text="of the layout it was read by")
    headings = models.JSONField(help_text="of the file, in its order")
    counts = models.JSONField(help_text="{outcome: families}, and people without a record")
    state = models.CharField(max_length=10, choices=State, default=State.COMPARED)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="minimum_living_list_is_of_a_county"),
            models.CheckConstraint(condition=Q(month__day=1), name="minimum_living_list_is_of_a_month"),
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False, applied_by__isnull=False)
                | (~Q(state="applied") & Q(applied_at__isnull=True, applied_by__isnull=True)),
                name="minimum_living_list_is_applied_by_somebody_some_day",
            ),
        ]

    def __str__(self):
        return self.number


class ListedFamily(Placed):
    """名单一户: what a month's list says of a family beside what the county has on record; families that are on it no more among them."""

    class Outcome(models.TextChoices):
        NEW = "new", _("新增")
        CHANGED = "changed", _("变动")
        ENDED = "ended", _("退出")
        SAME = "same", _("未变")
        UNMATCHED = "unmatched", _("档案中没有")
        FAULTY = "faulty", _("有错")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    of_list = models.ForeignKey(MinimumLivingList, models.PROTECT, related_name="families")
    place = models.PositiveIntegerField(help_text="order in the file, from 1; those that ended follow")
    rows = models.BinaryField(help_text="sealed about `key`: [[row number, cells]] as they came")
    outcome = models.CharField(max_length=9, choices=Outcome)
    household = models.ForeignKey("households.Household", models.PROTECT, null=True, related_name="+")
    head = models.CharField(max_length=60, default="", blank=True, help_text="first name of the family in the file or on record")
    before = models.CharField(max_length=500, default="", blank=True)
    after = models.CharField(max_length=500, default="", blank=True)
    problems = models.JSONField(default=list, help_text="[[row number, heading, sentence]]; no ID number stands in them")

    class Meta:
        ordering = ["of_list", "place"]
        constraints = [models.UniqueConstraint(fields=["of_list", "place"], name="a_listed_family_has_one_place")]
        indexes = [models.Index(fields=["household"], name="listed_by_household")]

    def seal(self, rows):
        self.rows = crypto.seal(json.dumps(rows, ensure_ascii=False), about=self.key)

    def typed(self):
        """[[row number, cells]] as they came, numbers in full; nothing once their time is over."""
        return json.loads(crypto.open(self.rows, about=self.key)) if self.rows else []
