"""The Django application of the base page and its components."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, tags and static files; it has no tables."""

    name = "xunzhang.web"
    label = "web"
    verbose_name = "页面"
