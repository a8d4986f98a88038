"""Works for villages start after the consultation without any family applying, and keep the order their villages stood in that day."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from accounts import rls

_AFTER = ("consulted", "open", "ranking", "granting", "started", "completed", "accepted")
_STATES = [
    ("drafted", "拟定"), ("consulted", "已会商"), ("open", "受理申请"), ("ranking", "排序"), ("granting", "审批发放"), ("started", "施工"),
    ("completed", "完工"), ("accepted", "已验收"), ("cancelled", "已撤销"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("poverty", "0019_loans_rest_on_a_ranking"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        rls.DrawnOnce([
            migrations.AlterField("project", "state", models.CharField(choices=_STATES, default="drafted", max_length=10)),
            migrations.AddField(
                "project",
                "started_by",
                models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField("project", "started_staff_no", models.CharField(blank=True, default="", max_length=20)),
            migrations.AddField("project", "started_at", models.DateTimeField(blank=True, null=True)),
            migrations.AddField(
                "project",
                "village_order",
                models.JSONField(blank=True, help_text="[{village, place, because, cite}] on the day works were started", null=True),
            ),
            migrations.RemoveConstraint("project", "a_project_is_placed_after_its_consultation"),
            migrations.AddConstraint(
                "project",
                models.CheckConstraint(
                    condition=~Q(state__in=_AFTER)
                    | (
                        Q(consulted_on__isnull=False, consulted_at__isnull=False)
                        & ~Q(consulted_person="") & ~Q(consulted_document="") & ~Q(consulted_answer="")
                    ),
                    name="a_project_is_placed_after_its_consultation",
                ),
            ),
            migrations.AddConstraint(
                "project",
                models.CheckConstraint(
                    condition=Q(started_at__isnull=True, village_order__isnull=True)
                    | Q(started_at__isnull=False, village_order__isnull=False, kind__in=("work_relief", "drinking_water", "drought_and_flood")),
                    name="works_start_in_the_order_of_villages",
                ),
            ),
            migrations.AddConstraint(
                "project",
                models.CheckConstraint(
                    condition=Q(started_at__isnull=True, started_by__isnull=True, started_staff_no="")
                    | Q(Q(started_at__isnull=False, started_by__isnull=False) & ~Q(started_staff_no="")),
                    name="project_is_started_by_somebody_some_day",
                ),
            ),
        ]),
        rls.script(__file__),
    ]
