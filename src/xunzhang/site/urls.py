"""Addresses of the site: one line for each room that has pages."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

handler400 = "xunzhang.web.errors.bad_request"
handler403 = "xunzhang.web.errors.forbidden"
handler404 = "xunzhang.web.errors.not_found"
handler500 = "xunzhang.web.errors.server_error"
