from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "xunzhang.procedures"
    verbose_name = "手续"
    default_auto_field = "django.db.models.BigAutoField"
