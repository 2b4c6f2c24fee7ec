from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "doudi.files"
    label = "files"
