from django.urls import path

from xunzhang.supervision import views

app_name = "supervision"
urlpatterns = [
    path("supervision/", views.centre, name="centre"),
    path("supervision/list.xlsx", views.excel, name="excel"),
]
