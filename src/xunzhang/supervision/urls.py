from django.urls import path, re_path

from xunzhang.supervision import views

app_name = "supervision"
urlpatterns = [
    path("supervision/", views.centre, name="centre"),
    path("supervision/list.xlsx", views.excel, name="excel"),
    re_path(r"^supervision/baseline/(?P<code>[A-Z][A-Z0-9-]{2,23})\.xlsx$", views.baseline, name="baseline"),
]
