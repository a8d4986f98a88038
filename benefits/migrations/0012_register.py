"""The register of in-kind measures and priorities: scope, moves and not rewritings, and no way from it into the books of money."""
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts import rls

PLACED = ("referral", "registration", "registrationevent", "insuredperson", "insuranceclaim")
FACTS = ("insuredperson", "insuranceclaim")

# An item says its kind, and no scheme has a dot in its code: the two never meet (in_kind_measures_are_never_due).
SAYS_ITS_KIND = "ALTER TABLE benefits_registration ADD CONSTRAINT a_registered_item_says_its_kind CHECK (starts_with(item, kind || '.'))"

ONCE = """
ALTER TABLE benefits_registration ADD CONSTRAINT one_registration_of_an_item_at_a_time EXCLUDE USING gist (
  household_id WITH =, coalesce(person_id, 0) WITH =, item WITH =, daterange(since, until) WITH &&)
  WHERE (state IN ('registered', 'referred', 'given', 'closed'))
"""

IS_MOVED = """
CREATE FUNCTION lidao_registration_is_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ending text[] := ARRAY['state', 'until', 'ended_by_id', 'ended_staff_no', 'ended_at', 'ended_why'];
  free text[] := ending || ARRAY['referral_id', 'points', 'area', 'cost_fen', 'insurer', 'given', 'outcome', 'document', 'since',
    'referred_by_id', 'referred_staff_no', 'referred_at', 'answered_by_id', 'answered_staff_no', 'answered_at', 'division_code'];
BEGIN
  IF OLD.state IN ('given', 'refused', 'closed', 'withdrawn') THEN free := ending; END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) OR OLD.state IN ('refused', 'closed', 'withdrawn') THEN
    PERFORM lidao_refuse('registrations_are_never_rewritten', '已登记的内容不能改写：请撤销后另行登记。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER registration_is_moved BEFORE UPDATE ON benefits_registration FOR EACH ROW EXECUTE FUNCTION lidao_registration_is_moved();
REVOKE DELETE ON benefits_registration FROM lidao_web;
"""

STEPS = {"registered": "registrar", "referred": "referrer", "answered": "answerer", "ended": "ender"}
STAFF_NUMBERS = "ALTER TABLE benefits_registration " + ", ".join(
    f"ADD CONSTRAINT registration_{who}_has_this_staff_number FOREIGN KEY ({step}_by_id, {step}_staff_no) REFERENCES accounts_user (id, staff_no)"
    for step, who in STEPS.items()
)


def frozen(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER fact_is_frozen BEFORE UPDATE ON benefits_{table} FOR EACH ROW EXECUTE FUNCTION lidao_fact_is_frozen();"
        f"REVOKE DELETE ON benefits_{table} FROM lidao_web;",
        f"DROP TRIGGER fact_is_frozen ON benefits_{table}; GRANT DELETE ON benefits_{table} TO lidao_web;",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_division_codes_and_append_only'),
        ('benefits', '0011_policy_gate_guards'),
        ('households', '0007_family_types'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InsuranceClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(default='', help_text='材料、比对或口述', max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
                ('event', models.CharField(max_length=200, verbose_name='事故')),
                ('paid_fen', models.BigIntegerField(help_text='empty while the insurer has not answered; 0 when it refused', null=True)),
                ('answer', models.CharField(blank=True, default='', max_length=200, verbose_name='保险公司答复')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InsuredPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(default='', help_text='材料、比对或口述', max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='移交单号')),
                ('department', models.CharField(choices=[('family_planning', '人口计生部门'), ('association', '计划生育协会'), ('health', '卫生部门'), ('education', '教育部门'), ('civil_affairs', '民政部门'), ('human_resources', '人力资源社会保障部门'), ('housing', '住房城乡建设部门'), ('land', '国土部门'), ('agriculture', '农业部门'), ('poverty', '扶贫部门'), ('water', '水利部门'), ('forestry', '林业部门'), ('grain', '粮食部门'), ('culture', '文化广播电影电视部门'), ('ethnic_affairs', '民族宗教部门'), ('financial_office', '金融办'), ('paired_units', '结对帮扶部门')], max_length=20, verbose_name='责任部门')),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('people', models.PositiveIntegerField(verbose_name='登记笔数')),
                ('made_staff_no', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='登记号')),
                ('key', models.UUIDField(editable=False, help_text='the same key is the same registration', unique=True)),
                ('item', models.CharField(max_length=60)),
                ('stated_by', models.CharField(db_collation='C', help_text='the place whose document grants it', max_length=12)),
                ('kind', models.CharField(choices=[('points', '加分'), ('area', '面积'), ('waiver', '减免'), ('service', '服务'), ('insurance', '保险'), ('pension', '养老参保补贴'), ('care', '养老照料'), ('priority', '优先'), ('goods', '物资'), ('unstated', '金额未定的奖补')], max_length=9)),
                ('department', models.CharField(choices=[('family_planning', '人口计生部门'), ('association', '计划生育协会'), ('health', '卫生部门'), ('education', '教育部门'), ('civil_affairs', '民政部门'), ('human_resources', '人力资源社会保障部门'), ('housing', '住房城乡建设部门'), ('land', '国土部门'), ('agriculture', '农业部门'), ('poverty', '扶贫部门'), ('water', '水利部门'), ('forestry', '林业部门'), ('grain', '粮食部门'), ('culture', '文化广播电影电视部门'), ('ethnic_affairs', '民族宗教部门'), ('financial_office', '金融办'), ('paired_units', '结对帮扶部门')], max_length=20)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('answer', models.CharField(choices=[('yes', '符合'), ('judged', '按材料认定'), ('unknown', '缺项，按材料认定')], max_length=7)),
                ('grounds', models.CharField(blank=True, default='', max_length=200, verbose_name='认定依据')),
                ('wish', models.CharField(blank=True, choices=[('care_place', '入住机构'), ('home_care', '居家照料'), ('none', '暂不需要')], default='', max_length=10, verbose_name='本人意愿')),
                ('state', models.CharField(choices=[('registered', '已登记'), ('referred', '已移交'), ('given', '已落实'), ('refused', '未落实'), ('closed', '已终止'), ('withdrawn', '已撤销')], default='registered', max_length=10)),
                ('points', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='加分')),
                ('area', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='面积（平方米）')),
                ('cost_fen', models.BigIntegerField(blank=True, help_text='the real cost borne for the household, in fen: fees waived, premium, top-up', null=True)),
                ('insurer', models.CharField(blank=True, default='', max_length=80, verbose_name='承保机构')),
                ('given', models.CharField(blank=True, default='', max_length=200, verbose_name='落实内容')),
                ('outcome', models.CharField(blank=True, default='', max_length=200, verbose_name='部门答复')),
                ('document', models.CharField(blank=True, default='', max_length=120, verbose_name='答复文件')),
                ('registered_staff_no', models.CharField(max_length=20)),
                ('registered_at', models.DateTimeField()),
                ('referred_staff_no', models.CharField(blank=True, default='', max_length=20)),
                ('referred_at', models.DateTimeField(null=True)),
                ('answered_staff_no', models.CharField(blank=True, default='', max_length=20)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_staff_no', models.CharField(blank=True, default='', max_length=20)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RegistrationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('number', models.CharField(max_length=30, verbose_name='登记号')),
                ('key', models.UUIDField(editable=False, help_text='the same key is the same registration')),
                ('item', models.CharField(max_length=60)),
                ('stated_by', models.CharField(db_collation='C', help_text='the place whose document grants it', max_length=12)),
                ('kind', models.CharField(choices=[('points', '加分'), ('area', '面积'), ('waiver', '减免'), ('service', '服务'), ('insurance', '保险'), ('pension', '养老参保补贴'), ('care', '养老照料'), ('priority', '优先'), ('goods', '物资'), ('unstated', '金额未定的奖补')], max_length=9)),
                ('department', models.CharField(choices=[('family_planning', '人口计生部门'), ('association', '计划生育协会'), ('health', '卫生部门'), ('education', '教育部门'), ('civil_affairs', '民政部门'), ('human_resources', '人力资源社会保障部门'), ('housing', '住房城乡建设部门'), ('land', '国土部门'), ('agriculture', '农业部门'), ('poverty', '扶贫部门'), ('water', '水利部门'), ('forestry', '林业部门'), ('grain', '粮食部门'), ('culture', '文化广播电影电视部门'), ('ethnic_affairs', '民族宗教部门'), ('financial_office', '金融办'), ('paired_units', '结对帮扶部门')], max_length=20)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('answer', models.CharField(choices=[('yes', '符合'), ('judged', '按材料认定'), ('unknown', '缺项，按材料认定')], max_length=7)),
                ('grounds', models.CharField(blank=True, default='', max_length=200, verbose_name='认定依据')),
                ('wish', models.CharField(blank=True, choices=[('care_place', '入住机构'), ('home_care', '居家照料'), ('none', '暂不需要')], default='', max_length=10, verbose_name='本人意愿')),
                ('state', models.CharField(choices=[('registered', '已登记'), ('referred', '已移交'), ('given', '已落实'), ('refused', '未落实'), ('closed', '已终止'), ('withdrawn', '已撤销')], default='registered', max_length=10)),
                ('points', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='加分')),
                ('area', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='面积（平方米）')),
                ('cost_fen', models.BigIntegerField(blank=True, help_text='the real cost borne for the household, in fen: fees waived, premium, top-up', null=True)),
                ('insurer', models.CharField(blank=True, default='', max_length=80, verbose_name='承保机构')),
                ('given', models.CharField(blank=True, default='', max_length=200, verbose_name='落实内容')),
                ('outcome', models.CharField(blank=True, default='', max_length=200, verbose_name='部门答复')),
                ('document', models.CharField(blank=True, default='', max_length=120, verbose_name='答复文件')),
                ('registered_staff_no', models.CharField(max_length=20)),
                ('registered_at', models.DateTimeField()),
                ('referred_staff_no', models.CharField(blank=True, default='', max_length=20)),
                ('referred_at', models.DateTimeField(null=True)),
                ('answered_staff_no', models.CharField(blank=True, default='', max_length=20)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_staff_no', models.CharField(blank=True, default='', max_length=20)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='entitlement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scheme__contains', '.'), _negated=True), models.Q(('scheme__in', ('catastrophic_reimbursement', 'exam_bonus', 'minimum_living_referral', 'public_rental_housing', 'rural_house_title')), _negated=True)), name='in_kind_measures_are_never_due'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scheme__contains', '.'), _negated=True), models.Q(('scheme__in', ('catastrophic_reimbursement', 'exam_bonus', 'minimum_living_referral', 'public_rental_housing', 'rural_house_title')), _negated=True)), name='in_kind_measures_have_no_ledger'),
        ),
        migrations.AddField(
            model_name='insuranceclaim',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_facts', to='households.person'),
        ),
        migrations.AddField(
            model_name='insuranceclaim',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='insuranceclaim',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='insuredperson',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_facts', to='households.person'),
        ),
        migrations.AddField(
            model_name='insuredperson',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='insuredperson',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='referral',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registration',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registration',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registration',
            name='household',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='households.household'),
        ),
        migrations.AddField(
            model_name='registration',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='households.person'),
        ),
        migrations.AddField(
            model_name='registration',
            name='referral',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='benefits.referral'),
        ),
        migrations.AddField(
            model_name='registration',
            name='referred_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registration',
            name='registered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='insuredperson',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='insured', to='benefits.registration'),
        ),
        migrations.AddField(
            model_name='insuranceclaim',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='insurance_claims', to='benefits.registration'),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='answered_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='ended_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='household',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='households.household'),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='households.person'),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='benefits.registration'),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='referral',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='benefits.referral'),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='referred_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='registered_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['division_code', '-id'], name='referral_by_place'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='referral_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('people__gt', 0)), name='a_referral_hands_over_somebody'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['division_code', '-id'], name='registration_by_place'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['household', '-id'], name='registration_by_household'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['department', 'state'], name='registration_by_department'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='registration_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('answer', 'yes'), models.Q(('grounds', ''), _negated=True), _connector='OR'), name='what_was_not_looked_up_says_its_grounds'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'care'), models.Q(('wish', ''), _negated=True)), models.Q(models.Q(('kind', 'care'), _negated=True), ('wish', '')), _connector='OR'), name='a_wish_is_about_care'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('points__isnull', True), models.Q(('kind', 'points'), ('points__gt', 0)), _connector='OR'), name='points_are_of_an_examination'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('area__isnull', True), models.Q(('area__gt', 0), ('kind', 'area')), _connector='OR'), name='an_area_is_of_a_title'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('cost_fen__isnull', True), models.Q(('cost_fen__gte', 0), ('kind__in', ['waiver', 'service', 'insurance', 'pension', 'care', 'goods'])), _connector='OR'), name='a_cost_is_borne_for_the_household'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('insurer', ''), ('kind', 'insurance'), _connector='OR'), name='an_insurer_is_of_an_insurance'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['given', 'closed']), _negated=True), models.Q(('kind', 'points'), ('points__isnull', False)), models.Q(('area__isnull', False), ('kind', 'area')), models.Q(('cost_fen__isnull', False), ('kind__in', ['waiver', 'pension'])), models.Q(('cost_fen__isnull', False), ('kind', 'insurance'), ('until__isnull', False), models.Q(('insurer', ''), _negated=True)), models.Q(('kind__in', ['service', 'care', 'priority', 'goods', 'unstated']), models.Q(('given', ''), _negated=True)), _connector='OR'), name='what_was_given_is_said_in_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='a_refusal_says_why'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['closed', 'withdrawn']), _negated=True), models.Q(('ended_why', ''), _negated=True), _connector='OR'), name='an_end_says_why'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('referred_at__isnull', True), ('referred_by__isnull', True), ('referred_staff_no', '')), models.Q(('referred_at__isnull', False), ('referred_by__isnull', False), models.Q(('referred_staff_no', ''), _negated=True)), _connector='OR'), name='registration_is_referred_by_somebody_some_day'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('answered_staff_no', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answered_staff_no', ''), _negated=True)), _connector='OR'), name='registration_is_answered_by_somebody_some_day'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_staff_no', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_staff_no', ''), _negated=True)), _connector='OR'), name='registration_is_ended_by_somebody_some_day'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('referral__isnull', True), ('referred_at__isnull', True), ('state__in', ['registered', 'withdrawn'])), models.Q(('referral__isnull', False), ('referred_at__isnull', False), ('state__in', ['referred', 'given', 'refused', 'closed'])), _connector='OR'), name='registration_is_referred_before_it_is_answered'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('state__in', ['given', 'refused', 'closed'])), models.Q(('answered_at__isnull', True), ('state__in', ['registered', 'referred', 'withdrawn'])), _connector='OR'), name='registration_is_answered_before_it_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['closed', 'withdrawn'])), models.Q(('ended_at__isnull', True), ('state__in', ['registered', 'referred', 'given', 'refused'])), _connector='OR'), name='registration_is_ended_by_a_closing'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('referred_staff_no', ''), models.Q(('referred_staff_no', models.F('registered_staff_no')), _negated=True), _connector='OR'), name='registrar_is_not_who_refers'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('answered_staff_no', ''), models.Q(('answered_staff_no', models.F('registered_staff_no')), _negated=True), _connector='OR'), name='registrar_is_not_who_answers'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_registrationevent" ("answer", "answered_at", "answered_by_id", "answered_staff_no", "area", "cost_fen", "department", "division_code", "document", "ended_at", "ended_by_id", "ended_staff_no", "ended_why", "given", "grounds", "household_id", "id", "insurer", "item", "key", "kind", "number", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "referral_id", "referred_at", "referred_by_id", "referred_staff_no", "registered_at", "registered_by_id", "registered_staff_no", "since", "state", "stated_by", "until", "wish") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."answered_staff_no", new_values."area", new_values."cost_fen", new_values."department", new_values."division_code", new_values."document", new_values."ended_at", new_values."ended_by_id", new_values."ended_staff_no", new_values."ended_why", new_values."given", new_values."grounds", new_values."household_id", new_values."id", new_values."insurer", new_values."item", new_values."key", new_values."kind", new_values."number", new_values."outcome", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."points", new_values."referral_id", new_values."referred_at", new_values."referred_by_id", new_values."referred_staff_no", new_values."registered_at", new_values."registered_by_id", new_values."registered_staff_no", new_values."since", new_values."state", new_values."stated_by", new_values."until", new_values."wish" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='df0309ca9e97b99b09d1ba7e19737d9ebf94ffc1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a236f', referencing='REFERENCING NEW TABLE AS new_values ', table='benefits_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_registrationevent" ("answer", "answered_at", "answered_by_id", "answered_staff_no", "area", "cost_fen", "department", "division_code", "document", "ended_at", "ended_by_id", "ended_staff_no", "ended_why", "given", "grounds", "household_id", "id", "insurer", "item", "key", "kind", "number", "outcome", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "referral_id", "referred_at", "referred_by_id", "referred_staff_no", "registered_at", "registered_by_id", "registered_staff_no", "since", "state", "stated_by", "until", "wish") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."answered_staff_no", new_values."area", new_values."cost_fen", new_values."department", new_values."division_code", new_values."document", new_values."ended_at", new_values."ended_by_id", new_values."ended_staff_no", new_values."ended_why", new_values."given", new_values."grounds", new_values."household_id", new_values."id", new_values."insurer", new_values."item", new_values."key", new_values."kind", new_values."number", new_values."outcome", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."points", new_values."referral_id", new_values."referred_at", new_values."referred_by_id", new_values."referred_staff_no", new_values."registered_at", new_values."registered_by_id", new_values."registered_staff_no", new_values."since", new_values."state", new_values."stated_by", new_values."until", new_values."wish" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9eeea2e9ee98a3cfb00c553641455f163e73d678', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2f435', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='benefits_registration', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='insuredperson',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='insuredperson_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='insuredperson',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='insuredperson_is_withdrawn_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='insuredperson',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('registration', 'person'), name='a_person_is_insured_once_in_a_policy'),
        ),
        migrations.AddConstraint(
            model_name='insuranceclaim',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='insuranceclaim_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='insuranceclaim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='insuranceclaim_is_withdrawn_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='insuranceclaim',
            constraint=models.CheckConstraint(condition=models.Q(('paid_fen__isnull', True), ('paid_fen__gte', 0), _connector='OR'), name='an_insurer_pays_no_less_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='insuranceclaim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_fen', 0), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='an_insurer_that_refuses_says_why'),
        ),
        *[rls.secure(f"benefits_{table}") for table in PLACED],
        *[frozen(table) for table in FACTS],
        rls.append_only("benefits_referral"),
        migrations.RunSQL(SAYS_ITS_KIND, "ALTER TABLE benefits_registration DROP CONSTRAINT a_registered_item_says_its_kind"),
        migrations.RunSQL(ONCE, "ALTER TABLE benefits_registration DROP CONSTRAINT one_registration_of_an_item_at_a_time"),
        migrations.RunSQL(IS_MOVED, "DROP FUNCTION lidao_registration_is_moved() CASCADE"),
        migrations.RunSQL(
            STAFF_NUMBERS,
            "ALTER TABLE benefits_registration " + ", ".join(f"DROP CONSTRAINT registration_{who}_has_this_staff_number" for who in STEPS.values()),
        ),
    ]
