from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "xunzhang.procedures"
    verbose_name = "手续"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A project has deadlines from its entry on; only this room can reckon them."""
        from xunzhang.procedures.entry import reckon
        from xunzhang.projects import entries

        entries.speak(reckon)
