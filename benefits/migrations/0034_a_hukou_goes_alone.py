"""A change of hukou is of its kind or of its place: one of a family may move away alone."""
from django.db import migrations, models

_KINDS = [
    ("death", "死亡"), ("birth", "生育"), ("adoption", "收养"), ("recovery", "康复"), ("regrading", "伤残等级变更"), ("hukou", "户口变更"),
    ("move", "县内迁移"), ("birth_date", "更正出生日期"), ("certificate", "迟办光荣证"), ("late_claim", "迟办资格"), ("heir", "继承领款人"),
    ("move_away", "迁往外县"), ("move_back", "撤回外县移交"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("benefits", "0033_adjustments_keep_who_chose")]
    operations = [migrations.AlterField("change", "kind", models.CharField(choices=_KINDS, max_length=12))]
