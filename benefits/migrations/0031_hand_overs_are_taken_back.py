"""What no county takes, or was offered to a wrong one, the old county takes back; who did not take a family keeps nothing of it but its name."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from accounts import rls

_GONE = {"state__in": ["refused", "withdrawn"]}
_ANSWERED = (
    Q(state="offered", answered_at__isnull=True, answered_by__isnull=True, answered_staff_no="")
    | (Q(state__in=["accepted", "refused"], answered_at__isnull=False, answered_by__isnull=False) & ~Q(answered_staff_no=""))
    | Q(state="withdrawn")
)
_WITHDRAWN = Q(state="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False) | ~Q(state="withdrawn") & Q(
    withdrawn_by__isnull=True, withdrawn_at__isnull=True
)
_KINDS = [
    ("death", "死亡"), ("birth", "生育"), ("adoption", "收养"), ("recovery", "康复"), ("regrading", "伤残等级变更"), ("hukou", "户口性质变更"),
    ("move", "县内迁移"), ("birth_date", "更正出生日期"), ("certificate", "迟办光荣证"), ("heir", "继承领款人"), ("move_away", "迁往外县"),
    ("move_back", "撤回外县移交"),
]  # fmt: skip
_STATES = [("offered", "待接收"), ("accepted", "已接收"), ("refused", "已退回"), ("withdrawn", "已撤回")]


class Migration(migrations.Migration):
    dependencies = [("benefits", "0030_a_value_covers_what_it_touches"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        rls.DrawnOnce([
            migrations.RemoveConstraint("handover", "a_hand_over_is_answered_by_somebody"),
            migrations.AddField("handover", "withdrawn_at", models.DateTimeField(null=True)),
            migrations.AddField(
                "handover", "withdrawn_by",
                models.ForeignKey(settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT, null=True, related_name="+"),
            ),
            migrations.AlterField("change", "kind", models.CharField(choices=_KINDS, max_length=12)),
            migrations.AlterField("handover", "package", models.BinaryField(help_text="empty once nobody can accept it any more")),
            migrations.AlterField("handover", "state", models.CharField(choices=_STATES, default="offered", max_length=9)),
        ]),
        rls.script(__file__),
        rls.DrawnOnce([
            migrations.AddConstraint("handover", models.CheckConstraint(condition=_ANSWERED, name="a_hand_over_is_answered_by_somebody")),
            migrations.AddConstraint("handover", models.CheckConstraint(condition=_WITHDRAWN, name="a_hand_over_is_withdrawn_by_somebody")),
            migrations.AddConstraint("handover", models.CheckConstraint(
                condition=Q(**_GONE, package=b"") | (~Q(**_GONE) & ~Q(package=b"")), name="a_family_that_stays_leaves_no_package",
            )),
        ]),
    ]  # fmt: skip
