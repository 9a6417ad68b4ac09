from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "xunzhang.accounts"
    verbose_name = "人员机构"
    default_auto_field = "django.db.models.BigAutoField"
