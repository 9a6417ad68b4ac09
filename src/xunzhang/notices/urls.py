"""Addresses of notices."""

from django.urls import path

from xunzhang.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.listed, name="list"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/settings/", views.settings, name="settings"),
    path("notices/read/", views.read, name="read"),
]
