"""What a run rested on: the facts of a family as it saw them. With the run's values they give the reason of every line again."""
from django.db import models

from benefits.models.runs import Run
from households.models import Placed


class FactLayout(models.Model):
    """事实格式: the columns of the rules' tables as an Evidence was written, so that it can be read when the rules ask for more."""

    hash = models.CharField(max_length=64, unique=True)
    tables = models.JSONField(help_text="[[table, [[column, NumPy type], …]], …]")


class Basis(models.Model):
    """核算标准: the policy values runs were computed with and the hash of the rules' source; open to every scope."""

    hash = models.CharField(max_length=64, unique=True)
    values = models.JSONField(help_text="as benefits.rules.Value")
    rules_hash = models.CharField(max_length=64)
    names = models.JSONField(default=dict, help_text="{scheme: the values these rules rest on}")


class Evidence(Placed):
    """核算依据: the recorded facts of a family for which a run changes something, as rows of the rules' tables. No name, no number."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="evidence", db_index=False)
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+", db_index=False)
    basis = models.ForeignKey(Basis, models.PROTECT, related_name="+", db_index=False)
    since = models.DateField(help_text="the run's window")
    until = models.DateField()
    layout = models.ForeignKey(FactLayout, models.PROTECT, related_name="+", db_index=False)
    facts = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "household"], name="a_run_keeps_once_what_it_saw")]
