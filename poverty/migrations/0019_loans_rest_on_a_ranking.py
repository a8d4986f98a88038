"""A loan of a fund that is a kind of project rests on a confirmed ranking; nothing comes back before it was lent; a loan lent by mistake is taken back."""
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from accounts import rls

_SAYS = "a_loan_says_when_it_was_lent_or_why_not"


class Migration(migrations.Migration):
    dependencies = [("poverty", "0018_left_out_of_a_file")]
    operations = [
        rls.DrawnOnce([
            migrations.AlterField(
                "loan",
                "state",
                models.CharField(
                    choices=[("proposed", "待审批"), ("lent", "已发放"), ("refused", "未批准"), ("reversed", "已冲回")], default="proposed", max_length=8
                ),
            ),
            migrations.AddField(
                "loan",
                "application",
                models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="poverty.projectapplication"),
            ),
            migrations.AddConstraint(
                "loan",
                models.UniqueConstraint(
                    fields=["application"], condition=Q(state__in=["proposed", "lent"]), name="an_application_has_one_loan_at_a_time"
                ),
            ),
            migrations.RemoveConstraint("loan", _SAYS),
            migrations.AddConstraint(
                "loan",
                models.CheckConstraint(
                    condition=Q(state__in=["lent", "reversed"], lent_on__isnull=False, refused_why="")
                    | Q(state="proposed", lent_on__isnull=True, refused_why="")
                    | (Q(state="refused", lent_on__isnull=True) & ~Q(refused_why="")),
                    name=_SAYS,
                ),
            ),
        ]),
        rls.script(__file__),
    ]
