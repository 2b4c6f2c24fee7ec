from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "doudi.people"
    label = "people"
