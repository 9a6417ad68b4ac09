from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "xunzhang.notices"
    verbose_name = "通知"
