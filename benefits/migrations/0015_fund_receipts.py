"""A family signs for a grant on a sealed receipt, made of an approved grant and answered for on the page where anybody checks a paper."""
import django.db.models.deletion
import uuid
from django.db import migrations, models

from accounts import rls


class Migration(migrations.Migration):

    dependencies = [
        ('audits', '0002_append_only'),
        ('benefits', '0014_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='FundReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('document', models.UUIDField(default=uuid.uuid4, editable=False, help_text='what the printed code is made of', unique=True)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('content', models.JSONField()),
                ('total_fen', models.BigIntegerField()),
                ('code', models.CharField(max_length=14, null=True, unique=True)),
                ('sealed_at', models.DateTimeField(null=True)),
                ('grant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='benefits.fundgrant')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audits.job')),
                ('seal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fund_receipt', to='audits.seal')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', True), ('seal__isnull', True), ('sealed_at__isnull', True)), models.Q(('code__isnull', False), ('seal__isnull', False), ('sealed_at__isnull', False)), _connector='OR'), name='a_sealed_fund_receipt_has_a_code')],
            },
        ),
        rls.secure("benefits_fundreceipt"),
        rls.script(__file__),
    ]
