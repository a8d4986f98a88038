"""What is learnt late of a family, and from when a qualification learnt of late counts."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts import rls


def frozen(table):
    """A recorded fact is only ever withdrawn."""
    return migrations.RunSQL(
        f"CREATE TRIGGER fact_is_frozen BEFORE UPDATE ON benefits_{table} FOR EACH ROW EXECUTE FUNCTION lidao_fact_is_frozen();"
        f"REVOKE DELETE ON benefits_{table} FROM lidao_web;",
        f"DROP TRIGGER fact_is_frozen ON benefits_{table}; GRANT DELETE ON benefits_{table} TO lidao_web;",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_division_codes_and_append_only'),
        ('benefits', '0027_adjustments_scope_and_guards'),
        ('households', '0009_grants_stated'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='变更编号')),
                ('key', models.UUIDField(editable=False, help_text='the same key is the same change', unique=True)),
                ('kind', models.CharField(choices=[('death', '死亡'), ('birth', '生育'), ('adoption', '收养'), ('recovery', '康复'), ('regrading', '伤残等级变更'), ('hukou', '户口性质变更'), ('move', '县内迁移'), ('birth_date', '更正出生日期'), ('certificate', '迟办光荣证'), ('heir', '继承领款人')], max_length=12)),
                ('occurred', models.DateField(verbose_name='发生日期')),
                ('learnt', models.DateField(verbose_name='获知日期')),
                ('source', models.CharField(max_length=200, verbose_name='依据材料')),
                ('preview_hash', models.CharField(help_text='what was shown before it was confirmed', max_length=64)),
                ('added_fen', models.BigIntegerField(help_text='more is due, as it was shown')),
                ('taken_fen', models.BigIntegerField(help_text='less is due, as it was shown')),
                ('overpaid_fen', models.BigIntegerField(help_text='of which had moved already: to be recovered')),
                ('questions', models.PositiveIntegerField(default=0)),
                ('entered_staff_no', models.CharField(max_length=20)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='households.household')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='households.person')),
                ('run', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='change', to='benefits.run')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['division_code', '-id'], name='change_by_place'), models.Index(fields=['household', '-id'], name='change_by_household')],
                'constraints': [models.CheckConstraint(condition=models.Q(('occurred__lte', models.F('learnt'))), name='a_change_is_learnt_after_it_happened'), models.CheckConstraint(condition=models.Q(('added_fen__gte', 0), ('overpaid_fen__gte', 0), ('taken_fen__gte', models.F('overpaid_fen'))), name='a_change_adds_and_takes'), models.CheckConstraint(condition=models.Q(('run__isnull', False), models.Q(('added_fen', 0), ('taken_fen', 0)), _connector='OR'), name='what_a_change_alters_is_computed_by_a_run'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='a_change_names_its_source')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(default='', help_text='材料、比对或口述', max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
                ('scheme', models.CharField(max_length=60)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_facts', to='households.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['person'], name='confirmation_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='confirmation_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='confirmation_is_withdrawn_with_a_reason'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('person', 'scheme'), name='a_qualification_is_confirmed_late_once')],
            },
        ),
        migrations.CreateModel(
            name='Heir',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(default='', help_text='材料、比对或口述', max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
                ('relation', models.CharField(max_length=20, verbose_name='与逝者关系')),
                ('heir', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inheritances', to='households.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_facts', to='households.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['person'], name='heir_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='heir_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='heir_is_withdrawn_with_a_reason'), models.CheckConstraint(condition=models.Q(('person', models.F('heir')), _negated=True), name='nobody_is_their_own_heir'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('person',), name='the_dead_have_one_heir_to_be_paid')],
            },
        ),
        rls.secure("benefits_change"),
        rls.append_only("benefits_change"),
        rls.secure("benefits_confirmation"),
        rls.secure("benefits_heir"),
        frozen("confirmation"),
        frozen("heir"),
        # From now on: runs prepared before may have passed somebody dead.
        migrations.RunSQL(
            "ALTER TABLE benefits_payout ADD CONSTRAINT the_dead_are_paid_through_their_heir "
            """CHECK (NOT (decision = 'approve' AND state = 'drafted' AND anomalies @> '[{"kind": "died"}]')) NOT VALID;""",
            "ALTER TABLE benefits_payout DROP CONSTRAINT the_dead_are_paid_through_their_heir;",
        ),
        migrations.RunSQL(
            "ALTER TABLE benefits_change ADD CONSTRAINT change_is_entered_under_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) "
            "REFERENCES accounts_user (id, staff_no);",
            "ALTER TABLE benefits_change DROP CONSTRAINT change_is_entered_under_this_staff_number;",
        ),
    ]
