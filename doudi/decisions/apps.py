from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "doudi.decisions"
    label = "decisions"
