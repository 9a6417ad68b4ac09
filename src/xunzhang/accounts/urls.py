"""Addresses of signing in and out."""

from django.urls import path

from xunzhang.accounts import views

app_name = "accounts"

urlpatterns = [
    path("signin/", views.sign_in, name="sign_in"),
    path("signout/", views.sign_out, name="sign_out"),
]
