"""The journal, its blocks, sealed files, downloads and jobs."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts import rls


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('audits', '0003_a_job_can_be_paused'),
    ]

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [rls.DrawnOnce([
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=120)),
                ('key', models.CharField(help_text='the same key is the same job', max_length=120, unique=True)),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('state', models.CharField(choices=[('queued', '排队中'), ('running', '进行中'), ('paused', '已暂停'), ('done', '已完成'), ('failed', '已停止'), ('cancelled', '已取消')], default='queued', max_length=10)),
                ('parameters', models.JSONField(default=dict)),
                ('cursor', models.JSONField(default=dict)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('lease_token', models.UUIDField(null=True)),
                ('error', models.TextField(default='')),
                ('page', models.CharField(default='', help_text='path of the page that shows the result', max_length=200)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('pace_since', models.DateTimeField(help_text='when a worker last took it up', null=True)),
                ('pace_from', models.PositiveIntegerField(default=0, help_text='what was done by then')),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['state', 'lease_until'], name='job_by_lease')],
                'constraints': [models.CheckConstraint(condition=models.Q(('total', 0), ('done__lte', models.F('total')), _connector='OR'), name='job_does_no_more_than_all'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ['queued', 'running', 'paused'])), models.Q(('finished_at__isnull', False), ('state__in', ['done', 'failed', 'cancelled'])), _connector='OR'), name='job_is_finished_when_it_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=60)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user_name', models.CharField(max_length=40)),
                ('post_id', models.BigIntegerField(null=True)),
                ('role', models.CharField(max_length=30)),
                ('address', models.CharField(max_length=45)),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('outcome', models.CharField(choices=[('done', '已办'), ('refused', '被拒绝')], max_length=10)),
                ('reason', models.TextField()),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['division_code', '-id'], name='event_by_place'), models.Index(fields=['subject_kind', 'subject_id', '-id'], name='event_by_subject')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='audits.block')),
                ('at', models.DateTimeField()),
                ('events', models.PositiveIntegerField()),
                ('high_event', models.BigIntegerField(help_text='highest event id inside')),
                ('root', models.BinaryField()),
                ('head', models.BinaryField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='SealedEvent',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='audits.event')),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='audits.block')),
                ('row_hash', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=60)),
                ('content', models.BinaryField()),
                ('sha256', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Download',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='audits.seal')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
    ])]
