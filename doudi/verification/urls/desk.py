from django.urls import path

from doudi.verification.views import desk

urlpatterns = [
    path("", desk.show_list, name="verification_list"),
    path("household/<uuid:key>/<slug:purpose>/", desk.request_one, name="verification_request"),
    path("<int:pk>/", desk.show, name="verification_show"),
    path("<int:pk>/start/", desk.start, name="verification_start"),
    path("<int:pk>/sources/<slug:code>/", desk.answer, name="verification_answer"),
    path("<int:pk>/report/", desk.report, name="verification_report"),
    path("<int:pk>/report.pdf", desk.read_report, name="verification_read"),
]
