"""Addresses of the project library."""

from django.urls import path

from xunzhang.projects import views

app_name = "projects"

urlpatterns = [
    path("projects/", views.library, name="library"),
    path("projects/new/", views.register, name="register"),
    path("projects/new/check/", views.check, name="check"),
]
