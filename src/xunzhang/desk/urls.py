"""Addresses of the desk."""

from django.urls import path, re_path

from xunzhang.desk import views
from xunzhang.desk.calendar import views as calendar

app_name = "desk"
CODE = r"(?P<code>[A-Z][A-Z0-9-]{2,23})"  # capitals only, so that /projects/new/ is no project

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("standing/<str:level>/", views.standing, name="standing"),
    path("limits/", views.limits, name="limits"),
    path("returns/", views.returns, name="returns"),
    path("calendar/", calendar.month, name="calendar"),
    path("calendar/list/", calendar.listed, name="calendar_list"),
    path("calendar/subscription/", calendar.subscription, name="subscription"),
    re_path(r"^calendar/feed/(?P<word>[A-Za-z0-9_-]{43})\.ics$", calendar.feed, name="feed"),
    re_path(rf"^projects/{CODE}/$", views.project, name="project"),
    re_path(rf"^projects/{CODE}/(?P<tab>[a-z]+)/$", views.project, name="tab"),
]
