from django.apps import AppConfig


class PovertyConfig(AppConfig):
    name = "poverty"
    verbose_name = "低保与扶贫"

    def ready(self):
        from households import kinds
        from poverty.kinds import GrantKind, MinimumLivingKind

        kinds.FAMILY += [MinimumLivingKind(), GrantKind()]
