from django.urls import path, re_path

from xunzhang.supervision import views
from xunzhang.supervision.circular import views as circular

app_name = "supervision"
DRAFT = r"^supervision/circulars/(?P<area>\d{6})/(?P<period>\d{4}(?:-Q[1-4])?)/"
ISSUED = r"^supervision/circulars/issued/(?P<pk>\d{1,15})/"
PAPER = r"paper\.(?P<kind>pdf|docx)$"

urlpatterns = [
    path("supervision/", views.centre, name="centre"),
    path("supervision/list.xlsx", views.excel, name="excel"),
    re_path(r"^supervision/baseline/(?P<code>[A-Z][A-Z0-9-]{2,23})\.xlsx$", views.baseline, name="baseline"),
    path("supervision/circulars/", circular.circulars, name="circulars"),
    path("supervision/circulars/choose/", circular.chosen, name="choose"),
    re_path(DRAFT + "$", circular.draft, name="circular"),
    re_path(DRAFT + "rows/$", circular.draft_rows, name="circular_rows"),
    re_path(DRAFT + PAPER, circular.draft_paper, name="circular_paper"),
    re_path(ISSUED + "$", circular.issued, name="issued"),
    re_path(ISSUED + "rows/$", circular.issued_rows, name="issued_rows"),
    re_path(ISSUED + PAPER, circular.issued_paper, name="issued_paper"),
]
