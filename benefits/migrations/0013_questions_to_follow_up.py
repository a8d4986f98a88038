from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("benefits", "0012_register")]
    operations = [
        migrations.AddField("runquestion", "revision", models.BigIntegerField(default=0, help_text="of the facts it was asked of")),
        migrations.AddIndex("runquestion", models.Index(fields=["beneficiary", "scheme", "since"], name="run_question_by_key")),
        migrations.AddIndex("runquestion", models.Index(fields=["division_code"], name="run_question_by_place")),
    ]
