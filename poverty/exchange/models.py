"""Files exchanged with other departments, what they say of each household, and what a person decided about a doubtful one."""
import base64
import json
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import crypto
from households.models import Placed
from poverty.exchange import states


class Transfer(Placed):
    """数据交换: one file that came from another department or went to it. Its bytes lie sealed, and only as long as they are needed."""

    State = states.State

    class Direction(models.TextChoices):
        IN = "in", pgettext_lazy("数据交换", "接收")
        OUT = "out", _("提供")

    class Counterpart(models.TextChoices):
        POVERTY = "poverty", _("扶贫部门（建档立卡）")
        CIVIL_AFFAIRS = "civil_affairs", _("民政部门（低保）")

    number = models.CharField(_("编号"), max_length=30, unique=True)
    key = models.UUIDField(unique=True, help_text="the same key is the same page; the content is sealed about it")
    direction = models.CharField(_("方向"), max_length=3, choices=Direction)
    counterpart = models.CharField(_("对方"), max_length=13, choices=Counterpart)
    purpose = models.CharField(_("用途"), max_length=200)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, help_text="of the money a file that goes out tells")
    version = models.CharField(_("文件版本"), max_length=20)
    codes = models.CharField(_("代码表版本"), max_length=20)
    file_name = models.CharField(max_length=120)
    sha256 = models.BinaryField(null=True, help_text="of the file as it came or goes")
    content = models.BinaryField(default=bytes, help_text="the file, sealed; empty once it is read or its time is over")
    headings = models.JSONField(default=list)
    counts = models.JSONField(default=dict, help_text="{outcome: households}; rows and left_out of a file that goes out")
    left_out = models.JSONField(default=list, help_text="[{household, person, fen}] of whom a file that goes out cannot name by an ID number")
    state = models.CharField(max_length=9, choices=states.State)
    problem = models.TextField(default="", blank=True, help_text="why the file could not be read")
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    made_staff_no = models.CharField(max_length=20)
    applied_at = models.DateTimeField(null=True)
    delete_on = models.DateTimeField(null=True, help_text="when a file that goes out is deleted here")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__endswith="000000"), name="transfer_is_of_a_county"),
            models.CheckConstraint(condition=~Q(purpose=""), name="transfer_says_what_it_is_for"),
            models.CheckConstraint(
                condition=Q(direction="in", state__in=["reading", "failed", "matched", "applying", "applied", "discarded"], delete_on__isnull=True)
                | Q(direction="out", state__in=["making", "ready", "deleted"], delete_on__isnull=False),
                name="transfer_goes_one_way",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["deleted", "applied", "discarded", "failed"]) | Q(content=b""), name="transfer_keeps_no_file_too_long"
            ),
        ]

    def __str__(self):
        return self.number

    def seal(self, content):
        self.content = crypto.seal(base64.b64encode(content).decode(), about=self.key)

    def opened(self):
        """The bytes of the file; the caller says why on record."""
        return base64.b64decode(crypto.open(self.content, about=self.key))

    @property
    def is_working(self):
        return self.job is not None and self.job.is_open


class TransferredHousehold(Placed):
    """交换一户: what a file that came in says of a household of the poverty system, and which families of ours it is."""

    class Outcome(models.TextChoices):
        READY = "ready", _("将登记")
        SAME = "same", _("已一致")
        DOUBTFUL = "doubtful", _("待判定")
        UNMATCHED = "unmatched", _("档案中没有")
        FAULTY = "faulty", _("有错")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="households")
    place = models.PositiveIntegerField(help_text="order in the file, from 1")
    rows = models.BinaryField(help_text="sealed about `key`: [[row number, cells]] as they came")
    twice = models.JSONField(default=list, help_text="numbers of rows whose person stands in another household of the file too")
    register_number = models.CharField(max_length=30)
    head = models.CharField(max_length=60, default="", blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.FAULTY)
    household_ids = models.JSONField(default=list)
    unknown = models.PositiveSmallIntegerField(default=0, help_text="people of it the county has no record of")
    doubts = models.JSONField(default=list, help_text="[{kind, person, household, said, words}] nobody has decided yet")
    before = models.CharField(max_length=500, default="", blank=True)
    after = models.CharField(max_length=500, default="", blank=True)
    problems = models.JSONField(default=list, help_text="[[row number, heading, sentence]]; no ID number stands in them")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["transfer", "place"]
        constraints = [models.UniqueConstraint(fields=["transfer", "place"], name="a_transferred_household_has_one_place")]

    def seal(self, rows):
        self.rows = crypto.seal(json.dumps(rows, ensure_ascii=False), about=self.key)

    def typed(self):
        """[[row number, cells]] as they came, numbers in full; nothing once their time is over."""
        return json.loads(crypto.open(self.rows, about=self.key)) if self.rows else []


class MatchDecision(Placed):
    """比对判定: somebody decided that what is doubtful is the same or is not; the next file does not ask again."""

    class Kind(models.TextChoices):
        NAME = "name", _("姓名不同")
        DEAD = "dead", _("档案记载已死亡")
        MOVED = "moved", _("已不在任何家庭档案")
        TWICE = "twice", _("同在两个贫困户")
        SPLIT = "split", _("分属几户")

    kind = models.CharField(max_length=5, choices=Kind)
    register_number = models.CharField(max_length=30)
    person = models.ForeignKey("households.Person", models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey("households.Household", models.PROTECT, null=True, related_name="+")
    said = models.CharField(max_length=60, default="", blank=True, help_text="the name the file has, where the name is the doubt")
    same = models.BooleanField()
    reason = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["division_code", "register_number"], name="decision_by_register")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="split", person__isnull=True, household__isnull=False)
                | (~Q(kind="split") & Q(person__isnull=False, household__isnull=True)),
                name="match_decision_is_about_one_subject",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="match_decision_has_a_reason"),
            models.UniqueConstraint(
                fields=["division_code", "kind", "register_number", "person", "household", "said"], nulls_distinct=False,
                condition=Q(withdrawn_at__isnull=True), name="a_doubt_is_decided_once",
            ),
            models.UniqueConstraint(
                fields=["division_code", "household"], condition=Q(kind="split", same=True, withdrawn_at__isnull=True),
                name="a_family_is_one_poor_household",
            ),
        ]
