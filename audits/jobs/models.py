from django.db import models
from django.db.models import F, Q

from audits.jobs import states


class Job(models.Model):
    """作业: what is to be done, how far it is, who asked, and who is on it until when (lease)."""

    State = states.State

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
    pace_since = models.DateTimeField(null=True, help_text="when a worker last took it up")
    pace_from = models.PositiveIntegerField(default=0, help_text="what was done by then")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "audits"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_by_lease", condition=Q(state__in=["queued", "running"]))]
        constraints = [
            models.CheckConstraint(condition=Q(total=0) | Q(done__lte=F("total")), name="job_does_no_more_than_all"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "paused"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_is_finished_when_it_says_when",
            ),
        ]

    @property
    def is_open(self):
        return self.state in states.OPEN

    @property
    def verbs(self):
        """What people may do with it as it stands."""
        return {move.verb for move in states.MOVES if move.roles and self.state in move.sources}

    @property
    def percent(self):
        """Whole percent done, 0 while the total is not known."""
        if self.state == self.State.DONE:
            return 100
        return self.done * 100 // self.total if self.total else 0

    def seconds_left(self, *, at):
        """Seconds until done at the pace since a worker last took it up, None while it cannot be said."""
        made = self.done - self.pace_from
        if self.state != self.State.RUNNING or self.pace_since is None or made <= 0 or not self.total:
            return None
        return round((at - self.pace_since).total_seconds() * (self.total - self.done) / made)
