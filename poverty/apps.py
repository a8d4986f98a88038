from django.apps import AppConfig


class PovertyConfig(AppConfig):
    name = "poverty"
    verbose_name = "低保与扶贫"
