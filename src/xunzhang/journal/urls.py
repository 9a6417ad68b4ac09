"""Addresses of the journal."""

from django.urls import path

from xunzhang.journal import views

app_name = "journal"

urlpatterns = [path("admin/journal/", views.check, name="check")]
