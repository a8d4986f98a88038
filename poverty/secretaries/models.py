"""Whom a unit sent to a village."""
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Fact


class FirstSecretary(Fact):
    """第一书记 of a village over a period: who, and of which unit. division_code is the village; one at a time, which the database holds."""

    name = models.CharField(_("姓名"), max_length=60)
    unit = models.CharField(_("派出单位"), max_length=60)
    post = models.CharField(_("职务"), max_length=60, default="", blank=True, help_text="in the unit")

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=~Q(division_code__endswith="000"), name="first_secretary_is_of_a_village"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(unit=""), name="first_secretary_is_somebody_of_a_unit"),
        ]

    def __str__(self):
        return self.name
