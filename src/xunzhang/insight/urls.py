"""Addresses of the insight room."""

from django.urls import path

from xunzhang.insight import views

app_name = "insight"
urlpatterns = [
    path("regulations/<str:identity>/what-if/", views.play, name="what_if"),
    path("regulations/<str:identity>/articles/<int:number>/<slug:name>/", views.touched, name="touched"),
]
