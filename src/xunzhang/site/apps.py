"""How Django knows this package."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "xunzhang.site"
    verbose_name = "站点"
