"""The audit room."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "milepost.audit"
    label = "audit"
