"""A run keeps the facts it saw of a family, and the reason of a line is what the rules say of them; no words are stored."""
import django.db.models.deletion
from django.db import migrations, models

from accounts import rls

FROZEN_LIKE_LINES = (
    "CREATE TRIGGER run_rows_are_added BEFORE UPDATE ON benefits_evidence FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_replaced();"
    "CREATE TRIGGER run_rows_come_while_computing AFTER INSERT ON benefits_evidence REFERENCING NEW TABLE AS changed "
    "FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_frozen();"
    "CREATE TRIGGER run_rows_go_while_computing AFTER DELETE ON benefits_evidence REFERENCING OLD TABLE AS changed "
    "FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_frozen();"
    "REVOKE UPDATE ON benefits_evidence FROM lidao_web;"
)
# What the approver signs: the lines in one order and the facts they rest on, each hashed, the hashes hashed.
LINES_HASH = """
CREATE OR REPLACE FUNCTION lidao_run_lines_hash(run bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(
    (SELECT coalesce(string_agg(
       sha256(convert_to(concat_ws(E'\\x1f', beneficiary, scheme, to_char(since, 'YYYY-MM-DD'), to_char(until, 'YYYY-MM-DD'), component,
         due_fen, booked_fen, household_id, division_code, encode(subject_hash, 'hex'), value_ids::text), 'UTF8')), ''::bytea
       ORDER BY beneficiary COLLATE "C", scheme COLLATE "C", since, component COLLATE "C"), ''::bytea) FROM benefits_runline WHERE run_id = run)
    || (SELECT coalesce(string_agg(sha256(int8send(household_id) || int8send(basis_id) || int8send(layout_id) || facts), ''::bytea ORDER BY household_id), ''::bytea)
        FROM benefits_evidence WHERE run_id = run)), 'hex')
$$;
"""
AS_APPROVED = """
CREATE OR REPLACE FUNCTION lidao_lines_are_as_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added a
             LEFT JOIN benefits_entitlement e ON e.id = a.entitlement_id AND e.division_code = a.division_code
             LEFT JOIN benefits_runline l ON l.run_id = a.run_id AND l.beneficiary = e.beneficiary AND l.scheme = e.scheme
               AND l.since = e.since AND l.until = e.until AND l.component = e.component
               AND l.due_fen - l.booked_fen = a.amount_fen
             LEFT JOIN benefits_evidence v ON v.id = a.evidence_id AND v.run_id = l.run_id AND v.household_id = l.household_id
             WHERE v.id IS NULL) THEN
    RAISE EXCEPTION '应发明细与所发布核算批次的明细不符。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_says_what_was_approved';
  END IF;
  RETURN NULL;
END $$;
"""
FROM_NOW_ON = "ALTER TABLE benefits_entitlementline ADD CONSTRAINT a_line_keeps_its_facts CHECK (evidence_id IS NOT NULL) NOT VALID;"


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0013_questions_to_follow_up'),
        ('households', '0008_means'),
    ]

    operations = [
        migrations.CreateModel(
            name='Basis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('values', models.JSONField(help_text='as benefits.rules.Value')),
                ('rules_hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='FactLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('tables', models.JSONField(help_text='[[table, [[column, NumPy type], …]], …]')),
            ],
        ),
        migrations.RemoveField(
            model_name='entitlementline',
            name='reason',
        ),
        migrations.RemoveField(
            model_name='runline',
            name='reason',
        ),
        migrations.AddField(
            model_name='run',
            name='basis',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='benefits.basis'),
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField(help_text="the run's window")),
                ('until', models.DateField()),
                ('facts', models.BinaryField()),
                ('basis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='benefits.basis')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='households.household')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='benefits.run')),
                ('layout', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='benefits.factlayout')),
            ],
        ),
        migrations.AddField(
            model_name='entitlementline',
            name='evidence',
            field=models.ForeignKey(help_text='null before facts were kept', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='benefits.evidence'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('run', 'household'), name='a_run_keeps_once_what_it_saw'),
        ),
        rls.secure("benefits_evidence"),
        rls.append_only("benefits_basis"),
        rls.append_only("benefits_factlayout"),
        migrations.RunSQL(FROZEN_LIKE_LINES),
        migrations.RunSQL(LINES_HASH),
        migrations.RunSQL(AS_APPROVED),
        migrations.RunSQL(FROM_NOW_ON),
    ]
