"""Addresses of what leaves the house."""

from django.urls import path

from xunzhang.letters import views

app_name = "letters"

urlpatterns = [
    path("admin/letters/", views.letters, name="letters"),
    path("admin/letters/<int:pk>/again/", views.again, name="again"),
    path("admin/hooks/", views.hooks, name="hooks"),
    path("admin/hooks/<int:pk>/", views.hook, name="hook"),
    path("admin/hooks/<int:pk>/test/", views.test, name="test"),
    path("admin/hooks/<int:pk>/secret/", views.secret, name="secret"),
    path("admin/pushes/<int:pk>/again/", views.push_again, name="push_again"),
]
