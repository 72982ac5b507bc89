"""The jobs door, as a Django app: it has the worker's bookkeeping."""

from django.apps import AppConfig


class Jobs(AppConfig):
    name = "milepost.jobs"
    label = "jobs"
