from django.urls import path

from doudi.policies.views import desk, documents

urlpatterns = [
    path("", desk.values, name="policies_list"),
    path("values/<slug:place>/", desk.values, name="policies_list_of"),
    path("values/<slug:place>/<str:parameter>/", desk.parameter, name="policies_parameter"),
    path("proposals/", desk.proposals, name="policies_proposals"),
    path("proposals/<int:pk>/", desk.proposal, name="policies_proposal"),
    path("proposals/<int:pk>/check/", desk.check, name="policies_check"),
    path("proposals/<int:pk>/reject/", desk.reject, name="policies_reject"),
    path("documents/", documents.own, name="policies_own_documents"),
    path("documents/new/", documents.new, name="policies_new_document"),
    path("documents/<int:pk>/", documents.one, name="policies_own_document"),
    path("documents/<int:pk>/correct/", documents.new, name="policies_correct_document"),
    path("documents/<int:pk>/check/", documents.check, name="policies_check_document"),
    path("documents/<int:pk>/reject/", documents.reject, name="policies_reject_document"),
]
