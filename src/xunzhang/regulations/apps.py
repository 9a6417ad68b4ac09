from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "xunzhang.regulations"
    verbose_name = "法规"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each request and each stride of work computes with the calendar as it is when it begins."""
        from django.core.signals import request_started

        from xunzhang.jobs.registry import FIRST
        from xunzhang.regulations.catalogue import look_again

        request_started.connect(look_again, dispatch_uid="regulations.look_again")
        FIRST.append(look_again)
