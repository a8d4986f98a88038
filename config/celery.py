"""The Celery application: the engine that works on job rows, and the beat that picks up rows whose bell was lost."""
import os

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lidao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
@signals.beat_init.connect
def start_as_bound_role(**_):
    from accounts import checks

    checks.refuse_unbound_role()
