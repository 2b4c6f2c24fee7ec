from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "doudi.facts"
    label = "facts"
