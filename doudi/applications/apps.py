from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "doudi.applications"
    label = "applications"
