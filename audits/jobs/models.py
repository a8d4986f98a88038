from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """作业: what is to be done, how far it is, who asked, and who is on it until when (lease)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("已停止")
        CANCELLED = "cancelled", _("已取消")

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    key = models.CharField(max_length=120, unique=True, help_text="the same key is the same job")
    division_code = models.CharField(max_length=12, db_collation="C")
    by = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    parameters = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    error = models.TextField(default="")
    page = models.CharField(max_length=200, default="", help_text="path of the page that shows the result")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "audits"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_by_lease", condition=Q(state__in=["queued", "running"]))]
        constraints = [
            models.CheckConstraint(condition=Q(total=0) | Q(done__lte=F("total")), name="job_does_no_more_than_all"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_is_finished_when_it_says_when",
            ),
        ]

    @property
    def is_open(self):
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def percent(self):
        """Whole percent done, 0 while the total is not known."""
        if self.state == self.State.DONE:
            return 100
        return self.done * 100 // self.total if self.total else 0

    def seconds_left(self, *, at):
        """Seconds until done at the pace so far, None while it cannot be said."""
        if not (self.started_at and self.done and self.total) or not self.is_open:
            return None
        return round((at - self.started_at).total_seconds() * (self.total - self.done) / self.done)


