"""Addresses of the site: one line for each room that has pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("xunzhang.projects.urls")),  # before the desk: /projects/new/ is no project's number
    path("", include("xunzhang.desk.urls")),
    path("", include("xunzhang.accounts.urls")),
    path("", include("xunzhang.administration.urls")),
    path("", include("xunzhang.documents.urls")),
    path("", include("xunzhang.insight.urls")),
    path("", include("xunzhang.jobs.urls")),
    path("", include("xunzhang.journal.urls")),
    path("", include("xunzhang.letters.urls")),
    path("", include("xunzhang.notices.urls")),
    path("", include("xunzhang.procedures.urls")),
    path("", include("xunzhang.regulations.urls")),
    path("", include("xunzhang.supervision.urls")),
]

handler400 = "xunzhang.web.errors.bad_request"
handler403 = "xunzhang.web.errors.forbidden"
handler404 = "xunzhang.web.errors.not_found"
handler500 = "xunzhang.web.errors.server_error"
