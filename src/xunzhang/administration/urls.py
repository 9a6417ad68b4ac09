"""Addresses of administration."""

from django.urls import path

from xunzhang.administration.views import offices, people

app_name = "administration"

urlpatterns = [
    path("admin/", people.index, name="index"),
    path("admin/people/new/", people.new, name="new_person"),
    path("admin/people/<int:pk>/", people.person, name="person"),
    path("admin/people/<int:pk>/password/", people.password, name="password"),
    path("admin/people/<int:pk>/posts/", people.give, name="give_post"),
    path("admin/posts/<int:pk>/take/", people.take, name="take_post"),
    path("admin/organisations/", offices.organisations, name="organisations"),
    path("admin/organisations/new/", offices.new_organisation, name="new_organisation"),
    path("admin/organisations/<int:pk>/", offices.organisation, name="organisation"),
    path("admin/roles/", offices.roles, name="roles"),
    path("admin/roles/<int:pk>/unbind/", offices.unbind, name="unbind_role"),
    path("admin/areas/", offices.areas, name="areas"),
    path("admin/areas/<str:pk>/", offices.area, name="area"),
    path("password/", people.own_password, name="own_password"),
]
