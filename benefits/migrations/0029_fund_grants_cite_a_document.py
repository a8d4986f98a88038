"""What a fund gives is due by no run and rests on a registered document; ledgers of it that were opened and never used are closed."""
from django.db import migrations, models
from django.db.models import Q

from accounts import rls

IS_PAYABLE = ~Q(scheme__contains=".") & ~Q(
    scheme__in=(
        "catastrophic_reimbursement", "exam_bonus", "minimum_living_referral", "public_rental_housing", "rural_house_title", "welfare_fund_relief",
    )
)  # fmt: skip


def _again(model, name):
    return [
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddConstraint(model_name=model, constraint=models.CheckConstraint(condition=IS_PAYABLE, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("benefits", "0028_no_index_nobody_asks")]
    operations = [
        migrations.RunSQL("SET ROLE lidao_load; DELETE FROM benefits_opening WHERE scheme = 'welfare_fund_relief'; RESET ROLE"),
        rls.DrawnOnce(
            [
                *_again("entitlement", "in_kind_measures_are_never_due"),
                *_again("opening", "in_kind_measures_have_no_ledger"),
                migrations.AddField(
                    "fundgrant",
                    "citation",
                    models.ForeignKey(
                        "benefits.citation", models.PROTECT, null=True, related_name="fund_grants", help_text="the document as registered",
                    ),
                ),
            ]
        ),
        rls.script(__file__),
    ]
