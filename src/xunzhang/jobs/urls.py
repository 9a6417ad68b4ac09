"""Addresses of work in the background."""

from django.urls import path

from xunzhang.jobs import views

app_name = "jobs"

urlpatterns = [
    path("admin/jobs/", views.queue, name="queue"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("jobs/<int:pk>/retry/", views.retry, name="retry"),
]
