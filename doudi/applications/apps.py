from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "doudi.applications"
    label = "applications"

    def ready(self) -> None:
        # the worker renders a message without importing any action of this module
        from doudi.applications.rules import messages  # noqa: F401
