from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "doudi.messaging"
    label = "messaging"
