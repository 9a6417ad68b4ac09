"""Addresses of what leaves the house."""

from django.urls import path

from xunzhang.letters import views

app_name = "letters"

urlpatterns = [
    path("admin/letters/", views.letters, name="letters"),
    path("admin/letters/<int:pk>/again/", views.again, name="again"),
]
