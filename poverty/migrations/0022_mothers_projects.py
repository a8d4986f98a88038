"""幸福工程 is a kind of project: what is planned, received and accepted of it stands there, and its loans rest on a ranking as others do."""
from django.db import migrations, models
from django.db.models import Q

from accounts import rls

_KINDS = [
    ("industry", "产业扶贫"), ("specialty", "特色产业"), ("mothers", "幸福工程"), ("subsidised_loan", "贴息小额贷款"), ("mutual_fund", "互助资金"),
    ("relocation", "易地搬迁"), ("work_relief", "以工代赈"), ("house_renovation", "危房改造"), ("drinking_water", "饮水"),
    ("drought_and_flood", "抗旱防涝"), ("training", "劳动力转移培训"), ("development_fund", "项目发展基金"),
]  # fmt: skip
_WITHOUT_STANDARD = ("work_relief", "drinking_water", "drought_and_flood", "mothers", "subsidised_loan", "mutual_fund", "development_fund")
_GRANTS = "a_project_that_grants_has_a_standard"


class Migration(migrations.Migration):
    dependencies = [("poverty", "0021_first_secretaries")]
    operations = [
        rls.DrawnOnce([
            migrations.AlterField("project", "kind", models.CharField(choices=_KINDS, max_length=20, verbose_name="类别")),
            migrations.RemoveConstraint("project", _GRANTS),
            migrations.AddConstraint(
                "project",
                models.CheckConstraint(condition=Q(kind__in=_WITHOUT_STANDARD) | Q(standard_fen__isnull=False), name=_GRANTS),
            ),
        ]),
        rls.script(__file__),
    ]
