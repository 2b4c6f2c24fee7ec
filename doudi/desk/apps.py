from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "doudi.desk"
    label = "desk"
