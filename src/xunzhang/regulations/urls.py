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
    path("regulations/<str:identity>/repeal/", views.repeal, name="repeal"),
    path("regulations/<str:identity>/repeal/withdraw/", views.withdraw_repeal, name="withdraw_repeal"),
    path("regulations/<str:identity>/text/", views.text, name="text"),
    path("regulations/<str:identity>/text/import/", views.import_text, name="import_text"),
    path("regulations/<str:identity>/text/remove/", views.remove_text, name="remove_text"),
    path("regulations/<str:identity>/<slug:name>/", views.section, name="section"),
]
