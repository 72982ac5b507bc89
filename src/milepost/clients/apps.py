from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "milepost.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"
