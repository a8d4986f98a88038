"""A family that moved is handed over: both counties see the offer, the old one makes it, the new one answers, nothing else of it changes."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OLD, NEW = (
    f"({column} >= current_setting('lidao.lo', true) AND {column} < current_setting('lidao.hi', true))" for column in ("division_code", "to_code")
)
SCOPE = f"""
ALTER TABLE benefits_handover ENABLE ROW LEVEL SECURITY; ALTER TABLE benefits_handover FORCE ROW LEVEL SECURITY;
CREATE POLICY inside_scope ON benefits_handover FOR SELECT USING ({OLD} OR {NEW});
CREATE POLICY offered_by_the_old_county ON benefits_handover FOR INSERT WITH CHECK ({OLD});
CREATE POLICY answered_by_the_new_county ON benefits_handover FOR UPDATE USING ({NEW}) WITH CHECK ({NEW});
REVOKE DELETE, TRUNCATE ON benefits_handover FROM lidao_web;
"""
ANSWERED_ONCE = """
CREATE FUNCTION lidao_a_hand_over_is_answered_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE free text[] := ARRAY['state', 'new_household_id', 'answered_by_id', 'answered_staff_no', 'answered_at', 'answer'];
BEGIN
  IF OLD.state <> 'offered' OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('a_hand_over_is_answered_once', format('移交 %s 的内容不能改动，答复也只有一次。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hand_over_is_answered_once BEFORE UPDATE ON benefits_handover FOR EACH ROW EXECUTE FUNCTION lidao_a_hand_over_is_answered_once();
ALTER TABLE benefits_handover
  ADD CONSTRAINT hand_over_is_offered_under_this_staff_number FOREIGN KEY (offered_by_id, offered_staff_no) REFERENCES accounts_user (id, staff_no);
"""
BACK = "DROP FUNCTION lidao_a_hand_over_is_answered_once() CASCADE; ALTER TABLE benefits_handover DROP CONSTRAINT hand_over_is_offered_under_this_staff_number;"


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0032_opening_guards'),
        ('households', '0009_grants_stated'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='change',
            name='kind',
            field=models.CharField(choices=[('death', '死亡'), ('birth', '生育'), ('adoption', '收养'), ('recovery', '康复'), ('regrading', '伤残等级变更'), ('hukou', '户口性质变更'), ('move', '县内迁移'), ('birth_date', '更正出生日期'), ('certificate', '迟办光荣证'), ('heir', '继承领款人'), ('move_away', '迁往外县')], max_length=12),
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='移交编号')),
                ('key', models.UUIDField(editable=False, help_text='what the package is sealed about', unique=True)),
                ('to_code', models.CharField(db_collation='C', max_length=12)),
                ('head', models.CharField(max_length=60, verbose_name='户主')),
                ('people', models.PositiveSmallIntegerField(verbose_name='人数')),
                ('moved_on', models.DateField(verbose_name='户口迁出日期')),
                ('source', models.CharField(max_length=200, verbose_name='依据材料')),
                ('package', models.BinaryField()),
                ('state', models.CharField(choices=[('offered', '待接收'), ('accepted', '已接收'), ('refused', '已退回')], default='offered', max_length=8)),
                ('offered_staff_no', models.CharField(max_length=20)),
                ('offered_at', models.DateTimeField()),
                ('answered_staff_no', models.CharField(blank=True, default='', max_length=20)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, default='', max_length=200, verbose_name='退回的理由')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='households.household')),
                ('new_household', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handed_over', to='households.household')),
                ('offered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['division_code', '-id'], name='hand_over_by_old_place'), models.Index(fields=['to_code', '-id'], name='hand_over_by_new_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_code__endswith', '000000')), name='a_hand_over_goes_to_a_county'), models.CheckConstraint(condition=models.Q(('people__gt', 0)), name='a_hand_over_is_of_people'), models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('household',), name='a_family_is_offered_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('answered_staff_no', ''), ('state', 'offered')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ['accepted', 'refused']), models.Q(('answered_staff_no', ''), _negated=True)), _connector='OR'), name='a_hand_over_is_answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('new_household__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('new_household__isnull', True)), _connector='OR'), name='an_accepted_family_has_a_new_record'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='a_refused_hand_over_says_why'), models.CheckConstraint(condition=models.Q(('answered_staff_no', ''), models.Q(('answered_staff_no', models.F('offered_staff_no')), _negated=True), _connector='OR'), name='who_offers_a_family_does_not_answer')],
            },
        ),
        migrations.RunSQL(SCOPE, migrations.RunSQL.noop),
        migrations.RunSQL(ANSWERED_ONCE, BACK),
    ]
