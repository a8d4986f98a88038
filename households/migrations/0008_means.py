"""Exams, income, housing and medical costs are facts like the others: scoped, never edited, one value at a time."""
import django.db.models.deletion
from django.db import migrations, models

from accounts import rls

FACTS = ("exam", "income", "housing", "medicalcost")
EXCLUSIVE = {
    "exam": ("person", "person_sits_an_exam_once_a_day"),
    "income": ("household", "household_has_one_income_a_year"),
    "housing": ("household", "household_is_housed_one_way_at_a_time"),
    "medicalcost": ("person", "person_has_one_medical_cost_a_year"),
    "pension": ("person", "person_has_one_pension_at_a_time"),
}
OF_A_YEAR = {"income": "income_is_of_a_calendar_year", "medicalcost": "medical_cost_is_of_a_calendar_year"}


def frozen(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER fact_is_frozen BEFORE UPDATE ON households_{table} FOR EACH ROW EXECUTE FUNCTION lidao_fact_is_frozen();"
        f"REVOKE DELETE ON households_{table} FROM lidao_web;",
        f"DROP TRIGGER fact_is_frozen ON households_{table}; GRANT DELETE ON households_{table} TO lidao_web;",
    )


def excluding(table, subject, name):
    days = "daterange(since, since + 1)" if table == "exam" else "daterange(since, until)"
    return migrations.RunSQL(
        f"ALTER TABLE households_{table} ADD CONSTRAINT {name} EXCLUDE USING gist ({subject}_id WITH =, {days} WITH &&) WHERE (withdrawn_at IS NULL);",
        f"ALTER TABLE households_{table} DROP CONSTRAINT {name};",
    )


def of_a_year(table, name):
    return migrations.RunSQL(
        f"ALTER TABLE households_{table} ADD CONSTRAINT {name} "
        "CHECK (extract(doy FROM since) = 1 AND until IS NOT NULL AND until = (since + interval '1 year')::date);",
        f"ALTER TABLE households_{table} DROP CONSTRAINT {name};",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_division_codes_and_append_only'),
        ('households', '0007_family_types'),
    ]

    operations = [
        migrations.AlterField(
            model_name='statement',
            name='kind',
            field=models.CharField(choices=[('death', '在世'), ('disability', '无残疾'), ('complication', '无手术并发症'), ('school', '无在读学段'), ('admission', '无录取'), ('exams', '无中考'), ('post', '无任职'), ('residence', '住在户籍地'), ('pension', '未参加养老保险'), ('children', '无子女'), ('couples', '无婚姻'), ('certificates', '无光荣证'), ('minimum_living', '无低保'), ('status', '无其他认定'), ('medical', '无大病自付')], max_length=20),
        ),
        migrations.CreateModel(
            name='Exam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(default='', help_text='材料、比对或口述', max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
                ('kind', models.CharField(choices=[('senior_entrance', '中考')], max_length=20)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_facts', to='households.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['person'], name='exam_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='exam_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='exam_is_withdrawn_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Housing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(default='', help_text='材料、比对或口述', max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
                ('urban_area', models.DecimalField(decimal_places=2, help_text='平方米；未录入时为空', max_digits=6, null=True, verbose_name='城镇人均住房面积')),
                ('middle_lower_income', models.BooleanField(help_text='未录入时为空', null=True)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='housings', to='households.household')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['household'], name='housing_by_household')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='housing_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='housing_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('urban_area__isnull', True), ('urban_area__gte', 0), _connector='OR'), name='living_space_is_not_negative'), models.CheckConstraint(condition=models.Q(('urban_area__isnull', False), ('middle_lower_income__isnull', False), _connector='OR'), name='housing_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Income',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(default='', help_text='材料、比对或口述', max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
                ('other_fen', models.BigIntegerField(help_text='月人均，不含奖扶金、特扶金')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incomes', to='households.household')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['household'], name='income_by_household')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='income_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='income_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('other_fen__gte', 0)), name='income_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='MedicalCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(default='', help_text='材料、比对或口述', max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
                ('own_fen', models.BigIntegerField(help_text='当年合规自付')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_facts', to='households.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['person'], name='medical_cost_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='medicalcost_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='medicalcost_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('own_fen__gte', 0)), name='medical_cost_is_not_negative')],
            },
        ),
        *[rls.secure(f"households_{table}") for table in FACTS],
        *[frozen(table) for table in FACTS],
        *[excluding(table, subject, name) for table, (subject, name) in EXCLUSIVE.items()],
        *[of_a_year(table, name) for table, name in OF_A_YEAR.items()],
    ]
