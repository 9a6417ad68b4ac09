from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "xunzhang.documents"
    verbose_name = "材料"
    default_auto_field = "django.db.models.BigAutoField"
