from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models.base import Fact


class Marriage(Fact):
    """婚姻: since is the wedding day, until the day it ended."""

    class Ending(models.TextChoices):
        DIVORCED = "divorced", _("离婚")
        WIDOWED = "widowed", _("丧偶")

    husband = models.ForeignKey("households.Person", models.PROTECT, related_name="marriages_as_husband", db_index=False)
    wife = models.ForeignKey("households.Person", models.PROTECT, related_name="marriages_as_wife", db_index=False)
    since = models.DateField(null=True, blank=True, help_text="未录入时为空")
    ended_how = models.CharField(max_length=10, choices=Ending, null=True, blank=True)

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=~Q(husband=F("wife")), name="marriage_joins_two_people"),
        ]
        indexes = [models.Index(fields=["husband"], name="marriage_by_husband"), models.Index(fields=["wife"], name="marriage_by_wife")]


class Parentage(Fact):
    """亲子关系: since is the birth of the child, or the day of adoption or of the step-parent's marriage."""

    class Origin(models.TextChoices):
        BIRTH = "birth", _("亲生")
        ADOPTION = "adoption", _("收养")
        STEP = "step", _("继子女")

    child = models.ForeignKey("households.Person", models.PROTECT, related_name="parentages_as_child")
    parent = models.ForeignKey("households.Person", models.PROTECT, related_name="parentages_as_parent", db_index=False)
    origin = models.CharField(max_length=8, choices=Origin, null=True, help_text="未录入时为空")
    since = models.DateField(null=True, blank=True, help_text="收养日；亲生为空")
    within_policy = models.BooleanField(null=True, help_text="未录入时为空")
    custody = models.ForeignKey("households.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=~Q(child=F("parent")), name="parentage_joins_two_people"),
            models.UniqueConstraint(fields=["child", "parent"], condition=Q(withdrawn_at__isnull=True), name="parentage_is_recorded_once"),
        ]
        indexes = [models.Index(fields=["parent"], name="parentage_by_parent")]
