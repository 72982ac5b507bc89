"""The accounts room."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "milepost.accounts"
    label = "accounts"
