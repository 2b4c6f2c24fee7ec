from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "doudi.verification"
    label = "verification"
