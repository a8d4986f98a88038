import uuid

from django.db import models

from accounts import crypto
from households.models.base import Placed


class Draft(Placed):
    """草稿: a page being typed, saved after each cell. Its content is sealed as a whole, for it holds numbers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    household = models.ForeignKey("households.Household", models.CASCADE, null=True, blank=True, related_name="drafts")
    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    content = models.BinaryField()
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["post", "-saved_at"], name="draft_by_post")]

    def text(self):
        return crypto.open(self.content, about=self.id)
