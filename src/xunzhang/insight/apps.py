from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "xunzhang.insight"
    verbose_name = "试算"
    default_auto_field = "django.db.models.BigAutoField"
