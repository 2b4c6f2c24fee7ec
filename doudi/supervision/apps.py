from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "doudi.supervision"
    label = "supervision"
