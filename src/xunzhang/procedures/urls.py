from django.urls import path

from xunzhang.procedures.views import calendar, case, confirming, draft, finding, step

app_name = "procedures"
urlpatterns = [
    path("admin/calendar/", calendar.calendar, name="calendar"),
    path("admin/calendar/<int:pk>/", calendar.notice, name="notice"),
    path("admin/calendar/<int:pk>/foresee/", calendar.foresee, name="foresee"),
    path("admin/calendar/<int:pk>/confirm/", calendar.confirm, name="confirm_notice"),
    path("admin/calendar/<int:pk>/discard/", calendar.discard, name="discard_notice"),
    path("admin/calendar/<int:pk>/take-back/", calendar.take_back, name="take_back_notice"),
    path("projects/<str:code>/start/<str:procedure>/", case.start, name="start"),
    path("projects/<str:code>/findings/<str:fact>/", finding.find, name="finding"),
    path("cases/<int:case>/", case.story, name="case"),
    path("cases/<int:case>/form/", draft.form, name="draft"),
    path("cases/<int:case>/check/", draft.check, name="check"),
    path("cases/<int:case>/keep/", draft.keep, name="keep"),
    path("cases/<int:case>/discard/", draft.discard, name="discard"),
    path("cases/<int:case>/materials/<str:slot>/", draft.material, name="material"),
    path("cases/<int:case>/overrides/<str:rule>/", case.override, name="override"),
    path("confirmations/", confirming.unconfirmed, name="unconfirmed"),
    path("steps/<int:run>/", step.decide, name="step"),
    path("steps/<int:run>/check/", step.check, name="step_check"),
    path("steps/<int:run>/keep/", step.keep, name="step_keep"),
    path("steps/<int:run>/materials/<str:slot>/", step.material, name="step_material"),
]
