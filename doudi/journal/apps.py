from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "doudi.journal"
    label = "journal"
