from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "xunzhang.insight"
    verbose_name = "试算"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The reading room shows at each article what happened; only this room can count it."""
        from xunzhang.insight.touched import counts
        from xunzhang.regulations import touched

        touched.speak(counts)
