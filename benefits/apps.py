from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BenefitsConfig(AppConfig):
    name = "benefits"
    verbose_name = "扶助项目与资金"

    def ready(self):
        post_migrate.connect(load_policies, sender=self)


def load_policies(*, plan, **options):
    """The policy files are part of every migrated database. Nothing to load into when tables are taken down."""
    from django.utils import timezone

    from benefits import policies
    from benefits.policies_table import commands

    if not any(backwards for _, backwards in plan or ()):
        commands.load(*policies.read(), at=timezone.now())
