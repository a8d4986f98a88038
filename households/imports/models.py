"""An uploaded workbook, its families and its rows. What the clerk typed lies sealed."""
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import crypto
from accounts.moves import Move
from accounts.roles import CLERKS
from households.models.base import Placed


class ImportBatch(Placed):
    """导入单: one uploaded file on its way onto the record. The file lies sealed; its rows are checked, shown and taken in whole families."""

    class State(models.TextChoices):
        CHECKING = "checking", _("校验中")
        FAILED = "failed", _("文件不能读取")
        CHECKED = "checked", _("待确认")
        IMPORTING = "importing", _("导入中")
        IMPORTED = "imported", _("已导入")
        TAKING_BACK = "taking_back", _("撤销中")
        TAKEN_BACK = "taken_back", _("已撤销")
        CANCELLED = "cancelled", _("已放弃")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("导入单号"), max_length=20, unique=True)
    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    sha256 = models.BinaryField()
    content = models.BinaryField(help_text="the file as it came, sealed")
    update_existing = models.BooleanField(_("身份证号已存在时更新"), default=False)
    state = models.CharField(max_length=11, choices=State, default=State.CHECKING)
    problem = models.TextField(default="", blank=True, help_text="why the file could not be read, or not be taken back")
    layout = models.JSONField(default=dict, help_text="headings, rows above them, and which column is which of ours")
    job = models.ForeignKey("audits.Job", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text="when it was taken back or given up")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["division_code", "-id"], name="import_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["imported", "taking_back", "taken_back"], imported_at__isnull=False)
                | Q(state__in=["checking", "failed", "checked", "importing", "cancelled"], imported_at__isnull=True),
                name="import_is_done_when_it_says_when",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def is_working(self):
        """A job is on it."""
        return self.job is not None and self.job.is_open

    @property
    def has_stopped(self):
        """Its job ended without finishing what the batch waits for."""
        return self.state in (self.State.CHECKING, self.State.IMPORTING, self.State.TAKING_BACK) and not self.is_working


class ImportFamily(Placed):
    """导入的一户: what the check found of a family of the file, and what became of it."""

    class Outcome(models.TextChoices):
        NEW = "new", _("将新增")
        UPDATE = "update", _("将更新")
        SAME = "same", _("已在册且相同")
        DUPLICATE = "duplicate", _("重复")
        ERROR = "error", _("有错")

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="families")
    place = models.PositiveIntegerField(help_text="order in the file, from 1")
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.ERROR)
    household = models.ForeignKey("households.Household", models.SET_NULL, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True, help_text="the moment on every fact its import recorded or withdrew")
    revision = models.BigIntegerField(null=True, help_text="the household's revision as the import left it")
    former = models.BinaryField(null=True, help_text="sealed: household and people as they were before the import changed them")

    class Meta:
        ordering = ["batch", "place"]
        indexes = [models.Index(fields=["household"], name="import_by_household")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="import_family_has_one_place"),
            models.CheckConstraint(condition=Q(imported_at__isnull=True) | Q(outcome__in=["new", "update"]), name="only_good_families_are_imported"),
        ]


class ImportRow(Placed):
    """导入的一行: one person as typed, sealed, with what the check says of each cell."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    family = models.ForeignKey(ImportFamily, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="as Excel counts rows")
    content = models.BinaryField(help_text="the cells of the row, sealed")
    messages = models.JSONField(default=list, help_text="[{kind: error | notice | change, column, text}]; no ID or account number")

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_has_one_number")]

    def text(self):
        return crypto.open(self.content, about=self.id)


# None of these while a job is on it: the job is cancelled instead.
_STATE = ImportBatch.State
IMPORT = Move("import", _("导入"), (_STATE.CHECKED,), _STATE.IMPORTING, tuple(CLERKS))
GIVE_UP = Move("give_up", _("放弃这次导入"), (_STATE.CHECKING, _STATE.CHECKED, _STATE.IMPORTING), _STATE.CANCELLED, tuple(CLERKS))
TAKE_BACK = Move("take_back", _("整单撤销"), (_STATE.IMPORTED, _STATE.TAKING_BACK), _STATE.TAKING_BACK, tuple(CLERKS))
MOVES = (IMPORT, GIVE_UP, TAKE_BACK)
