from django.urls import path

from xunzhang.documents import views

app_name = "documents"
urlpatterns = [
    path("documents/<int:version>/", views.download, name="download"),
    path("documents/<int:version>/pages/<int:number>.png", views.page, name="page"),
]
