from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "doudi.visits"
    label = "visits"
