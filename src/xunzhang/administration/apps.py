"""The Django application of administration; it has no tables."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """At the start it tells accounts what the packs call each role."""

    name = "xunzhang.administration"
    label = "administration"
    verbose_name = "管理"

    def ready(self) -> None:
        """Accounts know no packs; whoever shows a role asks for its title there."""
        from xunzhang.accounts import roles
        from xunzhang.administration.queries import role_titles

        roles.speak(role_titles)
