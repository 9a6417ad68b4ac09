from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "xunzhang.funds"
    verbose_name = "资金"
    default_auto_field = "django.db.models.BigAutoField"
