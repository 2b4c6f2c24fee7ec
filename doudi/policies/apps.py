from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "doudi.policies"
    label = "policies"
