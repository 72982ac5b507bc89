"""The running whole, as a Django app, so that its checks are known to Django."""

from django.apps import AppConfig
from django.core.checks import register


class Config(AppConfig):
    name = "milepost.config"
    label = "config"

    def ready(self) -> None:
        from milepost.config import checks

        register(checks.safe_configuration)
