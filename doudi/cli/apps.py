from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "doudi.cli"
    label = "cli"
