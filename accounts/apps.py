from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "区划、用户与任职"

    def ready(self):
        from accounts import checks, signals  # noqa: F401  (registers the start-up checks and sign-in events)
