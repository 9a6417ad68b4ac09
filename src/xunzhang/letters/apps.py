from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "xunzhang.letters"
    verbose_name = "投递"
