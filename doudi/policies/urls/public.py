from django.urls import path

from doudi.policies.views import public

urlpatterns = [
    path("", public.index, name="policies_index"),
    path("documents/", public.documents, name="policies_documents"),
    path("documents/<slug:document>/", public.document, name="policies_document"),
    path("programmes/<slug:programme>/", public.programme, name="policies_programme"),
    path("standards/", public.places, name="policies_places"),
    path("standards/<slug:place>/", public.standards_of, name="policies_standards"),
    path("values/<slug:place>/<slug:programme>/", public.values, name="policies_values"),
    path("versions/<slug:sha256>/", public.version, name="policies_version"),
]
