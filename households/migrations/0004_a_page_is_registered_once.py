import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('households', '0003_stated_marital_and_name_prefix'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='household',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='household',
            name='update_update',
        ),
        migrations.AddField(
            model_name='household',
            name='entered_as',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='householdevent',
            name='entered_as',
            field=models.UUIDField(editable=False, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='household',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "households_householdevent" ("address", "division_code", "entered_as", "group", "hukou_book", "id", "notes", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_at", "registered_by_id", "revision") SELECT new_values."address", new_values."division_code", new_values."entered_as", new_values."group", new_values."hukou_book", new_values."id", new_values."notes", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."registered_at", new_values."registered_by_id", new_values."revision" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='38f776c137626fb9a4896446624a888cdb6610fa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_eae56', referencing='REFERENCING NEW TABLE AS new_values ', table='households_household', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='household',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "households_householdevent" ("address", "division_code", "entered_as", "group", "hukou_book", "id", "notes", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_at", "registered_by_id", "revision") SELECT new_values."address", new_values."division_code", new_values."entered_as", new_values."group", new_values."hukou_book", new_values."id", new_values."notes", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."registered_at", new_values."registered_by_id", new_values."revision" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f5697515c37a4a020467dbc83785ac7c1ccc0985', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d279e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='households_household', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.UniqueConstraint(fields=('entered_as',), name='a_page_is_registered_once'),
        ),
    ]
