"""Addresses of the reading room of regulations."""

from django.urls import path

from xunzhang.regulations import views

app_name = "regulations"
urlpatterns = [
    path("regulations/", views.index, name="index"),
    path("regulations/figures/", views.figures_compared, name="figures_compared"),
    path("regulations/compare/", views.compare, name="compare"),
    path("regulations/<str:identity>/", views.edition, name="edition"),
    path("regulations/<str:identity>/articles/<int:number>/", views.article, name="article"),
    path("regulations/<str:identity>/procedures/<slug:code>.bpmn", views.bpmn, name="bpmn"),
    path("regulations/<str:identity>/resolve/", views.resolve, name="resolve"),
    path("regulations/<str:identity>/activate/", views.activate, name="activate"),
    path("regulations/<str:identity>/<slug:name>/", views.section, name="section"),
]
