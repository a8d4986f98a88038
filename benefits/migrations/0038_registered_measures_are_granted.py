"""A registered measure whose document states no amount is granted from a fund, by a document of the county; an appropriation is no donation."""
from django.db import migrations, models
from django.db.models import F, Q

from accounts import rls

_FUNDS = [("welfare", "计划生育公益金"), ("care", "生育关怀基金"), ("appropriation", "计划生育专项经费")]
_LINES = [("donation", "捐赠收入"), ("appropriation", "拨款收入"), ("grant", "救助支出"), ("reversal", "冲正")]
_MEASURES = [
    ("welfare_fund_relief", "计划生育公益金特别救助"), ("birth_care", "生育关怀、幸福工程等救助"), ("relief_fund", "计划生育家庭救助基金救助"),
    ("registered_measure", "已登记的奖补事项"),
]  # fmt: skip
_WHY = "of a registered measure: what the record answered, and the recorded grounds"
_DONOR = "who gave it: a donor, or who appropriated it"
_COMES_OR_GOES = (
    (Q(kind__in=["donation", "appropriation"], amount_fen__gt=0, grant__isnull=True, reverses__isnull=True, why="") & ~Q(donor="") & ~Q(document=""))
    | Q(kind="grant", amount_fen__lt=0, grant__isnull=False, reverses__isnull=True, why="", donor="")
    | (Q(kind="reversal", grant__isnull=True, reverses__isnull=False, donor="") & ~Q(amount_fen=0) & ~Q(why=""))
)
_FOR_A_PERIOD = Q(measure="registered_measure", registration__isnull=False, since__isnull=False, until__isnull=False) | (
    Q(registration__isnull=True, since__isnull=True, until__isnull=True) & ~Q(measure="registered_measure")
)


class Migration(migrations.Migration):
    dependencies = [("benefits", "0037_withdrawn_before_any_run")]
    operations = [
        migrations.RunSQL("DROP TRIGGER fund_grant_is_given_back ON benefits_fundline"),  # it looks at the kind, which grows wider
        rls.DrawnOnce([
            migrations.AlterField("fund", "kind", models.CharField(choices=_FUNDS, max_length=13, verbose_name="类别")),
            migrations.AlterField("fundline", "kind", models.CharField(choices=_LINES, max_length=13)),
            migrations.AlterField(
                "fundline", "donor", models.CharField(blank=True, default="", help_text=_DONOR, max_length=80, verbose_name="资金来源")
            ),
            migrations.AlterField("fundgrant", "measure", models.CharField(choices=_MEASURES, max_length=20, verbose_name="救助事项")),
            migrations.AlterField("fundgrant", "why", models.CharField(help_text=_WHY, max_length=220, verbose_name="困难情况")),
            migrations.AddField(
                "fundgrant", "registration", models.ForeignKey("benefits.registration", models.PROTECT, null=True, related_name="grants")
            ),
            migrations.AddField("fundgrant", "since", models.DateField(null=True)),
            migrations.AddField("fundgrant", "until", models.DateField(null=True)),
            migrations.RemoveConstraint("fundline", "a_fund_line_says_where_money_came_from_or_went"),
            migrations.AddConstraint(
                "fundline", models.CheckConstraint(condition=_COMES_OR_GOES, name="a_fund_line_says_where_money_came_from_or_went")
            ),
            migrations.AddConstraint(
                "fundgrant", models.CheckConstraint(condition=_FOR_A_PERIOD, name="a_registered_measure_is_granted_for_a_period")
            ),
            migrations.AddConstraint("fundgrant", models.CheckConstraint(condition=Q(until__gt=F("since")), name="fundgrant_ends_after_it_begins")),
        ]),
        rls.script(__file__),
    ]  # fmt: skip
