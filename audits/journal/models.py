"""Events, the blocks that seal them, and sealed files. Imports nothing of ours but the words beside it."""
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audits.journal import words


class Event(models.Model):
    """留痕: one act, written in the transaction of the act; never changed or deleted.

    The table also has `xid` (pg_current_xact_id of the writing transaction), which sealing orders by.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("已办")
        REFUSED = "refused", _("被拒绝")

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    user_name = models.CharField(max_length=40)
    post_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    address = models.CharField(max_length=45)
    division_code = models.CharField(max_length=12, db_collation="C")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    before = models.JSONField()
    after = models.JSONField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField()

    class Meta:
        app_label = "audits"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["division_code", "-id"], name="event_by_place"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="event_by_subject"),
        ]

    @property
    def title(self):
        """What was done, in words; `kind` is its code."""
        return words.of(self.kind)


class Block(models.Model):
    """区块: events sealed together. head = SHA-256(head of the block before + root); root = SHA-256 of the row hashes."""

    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="next")
    at = models.DateTimeField()
    events = models.PositiveIntegerField()
    high_event = models.BigIntegerField(help_text="highest event id inside")
    root = models.BinaryField()
    head = models.BinaryField()

    class Meta:
        app_label = "audits"
        ordering = ["-id"]


class SealedEvent(models.Model):
    """One event's place in a block, with the hash of its row at that moment."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True)
    block = models.ForeignKey(Block, models.PROTECT, related_name="rows")
    row_hash = models.BinaryField()

    class Meta:
        app_label = "audits"


class Seal(models.Model):
    """封存件: a file as it was handed out. Bytes and SHA-256 never change; a correction is another file that supersedes it."""

    id = models.UUIDField(primary_key=True)
    division_code = models.CharField(max_length=12, db_collation="C")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=60)
    content = models.BinaryField()
    sha256 = models.BinaryField()
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "audits"


class Download(models.Model):
    """下载登记: who was handed a sealed file, when, for what."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="downloads")
    division_code = models.CharField(max_length=12, db_collation="C")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        app_label = "audits"
        ordering = ["-id"]
