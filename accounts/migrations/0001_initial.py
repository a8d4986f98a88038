"""Users, places and posts."""
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts import rls


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('accounts', '0003_temporary_passwords'),
    ]

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [rls.DrawnOnce([
        migrations.CreateModel(
            name='Jurisdiction',
            fields=[
                ('code', models.CharField(db_collation='C', max_length=12, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=50)),
                ('level', models.SmallIntegerField(choices=[(0, '国家'), (1, '省'), (2, '市'), (3, '县（区）'), (4, '乡镇（街道）'), (5, '村（居）')])),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.jurisdiction')),
                ('sample', models.BooleanField(default=False, help_text='名称为样例，非真实地名')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{12}$')), name='division_code_has_twelve_digits')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, unique=True, verbose_name='用户名')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('staff_no', models.CharField(max_length=20, verbose_name='工号')),
                ('is_active', models.BooleanField(default=True)),
                ('large_type', models.BooleanField(default=False)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('password_is_temporary', models.BooleanField(default=False, help_text='somebody else set it: no page opens until the person has replaced it')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('id', 'staff_no'), name='a_user_has_one_staff_number')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('village_worker', '村专干'), ('township_clerk', '乡镇经办'), ('township_reviewer', '乡镇审核'), ('county_preparer', '县级初核'), ('county_reviewer', '县级复核'), ('county_signer', '县级签发'), ('finance', '财务代发'), ('auditor', '审计人员'), ('viewer', '查询人员'), ('system_administrator', '系统管理员'), ('security_administrator', '安全管理员'), ('audit_administrator', '审计管理员')], max_length=30)),
                ('jurisdiction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.jurisdiction')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='post_ends_after_it_begins'), models.UniqueConstraint(fields=('user', 'role', 'jurisdiction', 'since'), name='post_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name='PostEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.post')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('village_worker', '村专干'), ('township_clerk', '乡镇经办'), ('township_reviewer', '乡镇审核'), ('county_preparer', '县级初核'), ('county_reviewer', '县级复核'), ('county_signer', '县级签发'), ('finance', '财务代发'), ('auditor', '审计人员'), ('viewer', '查询人员'), ('system_administrator', '系统管理员'), ('security_administrator', '安全管理员'), ('audit_administrator', '审计管理员')], max_length=30)),
                ('jurisdiction', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.jurisdiction')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_postevent" ("id", "jurisdiction_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "until", "user_id") SELECT new_values."id", new_values."jurisdiction_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."since", new_values."until", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6d6e11934593f0dad100dc8166544bc24f6f8bbf', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_bd2f7', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_postevent" ("id", "jurisdiction_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "until", "user_id") SELECT new_values."id", new_values."jurisdiction_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."since", new_values."until", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f6376cec99f7617ac1d2619fac5971a622a67d20', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4a320', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_post', when='AFTER')),
        ),
    ])]
