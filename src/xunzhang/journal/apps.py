from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "xunzhang.journal"
    verbose_name = "日志"
    default_auto_field = "django.db.models.BigAutoField"
