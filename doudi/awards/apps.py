from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "doudi.awards"
    label = "awards"
