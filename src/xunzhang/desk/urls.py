"""Addresses of the desk."""

from django.urls import path, re_path

from xunzhang.desk import views

app_name = "desk"
CODE = r"(?P<code>[A-Z][A-Z0-9-]{2,23})"  # capitals only, so that /projects/new/ is no project

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("standing/<str:level>/", views.standing, name="standing"),
    path("limits/", views.limits, name="limits"),
    path("returns/", views.returns, name="returns"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/list/", views.calendar_list, name="calendar_list"),
    re_path(rf"^projects/{CODE}/$", views.project, name="project"),
    re_path(rf"^projects/{CODE}/(?P<tab>[a-z]+)/$", views.project, name="tab"),
]
