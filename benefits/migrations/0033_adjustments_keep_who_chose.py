"""Who proposed an adjustment, and everybody who chose a standard of it, neither approves nor publishes it."""
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

from accounts import rls

_STEPS = (("approved", "approver"), ("published", "publisher"))
_CHOSE = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="of everybody who chose a standard")


def _proposed(step, who):
    nobody = Q(**{f"{step}_staff_no__isnull": True}) | Q(proposed_staff_no__isnull=True)
    return models.CheckConstraint(
        condition=nobody | ~Q(**{f"{step}_staff_no": F("proposed_staff_no")}), name=f"adjustment_{who}_did_not_propose"
    )


def _chose(step, who):
    condition = Q(**{f"{step}_staff_no__isnull": True}) | ~Q(chosen_staff_nos__contains=[F(f"{step}_staff_no")])
    return models.CheckConstraint(condition=condition, name=f"adjustment_{who}_chose_no_standard")


class Migration(migrations.Migration):
    dependencies = [("benefits", "0032_late_claims")]
    operations = [
        rls.DrawnOnce([
            migrations.AddField("adjustment", "chosen_staff_nos", _CHOSE),
            migrations.AddField("adjustment", "proposed_staff_no", models.CharField(max_length=20, null=True)),
        ]),
        rls.script(__file__),
        rls.DrawnOnce([migrations.AddConstraint("adjustment", said(*step)) for said in (_proposed, _chose) for step in _STEPS]),
    ]
