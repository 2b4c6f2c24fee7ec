from django.urls import path

from doudi.visits.views import asks, desk, field

urlpatterns = [
    path("", desk.show_list, name="visits_list"),
    path("plan/<uuid:key>/<slug:purpose>/", desk.plan, name="visits_plan"),
    path("asks/", asks.show_list, name="visits_asks"),
    path("asks/plan/<uuid:key>/<slug:purpose>/", asks.ask, name="visits_ask"),
    path("asks/<int:pk>/", asks.plan, name="visits_plan_asked"),
    path("asks/<int:pk>/take-back/", asks.take_back, name="visits_take_back"),
    path("<int:pk>/", desk.show, name="visits_show"),
    path("<int:pk>/cancel/", desk.cancel, name="visits_cancel"),
    path("evidence/<uuid:pk>/", desk.photo, name="visits_photo"),
    path("field/", field.today, name="visits_today"),
    path("field/<int:pk>/", field.record, name="visits_record"),
    path("field/<int:pk>/address/", field.address, name="visits_address"),
    path("field/<int:pk>/start/", field.start, name="visits_start"),
    path("field/<int:pk>/answers/<slug:code>/", field.answer, name="visits_answer"),
    path("field/<int:pk>/evidence/<slug:kind>/", field.evidence, name="visits_evidence"),
    path("field/<int:pk>/finish/", field.finish, name="visits_finish"),
]
