from django.apps import AppConfig


class PovertyConfig(AppConfig):
    name = "poverty"
    verbose_name = "低保与扶贫"

    def ready(self):
        from households import kinds
        from poverty.kinds import GrantKind, HelperKind, MinimumLivingKind, RegistrationKind, SupportKind

        kinds.FAMILY += [MinimumLivingKind(), GrantKind(), RegistrationKind(), HelperKind(), SupportKind()]
