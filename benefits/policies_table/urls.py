from django.urls import path

from benefits.policies_table import views
from benefits.policies_table.affected import views as affected

urlpatterns = [
    path("policies/", views.index, name="policies"),
    path("policies/export", views.export, name="export_policies"),
    path("policies/reviews", views.review_list, name="policy_reviews"),
    path("policies/new", views.new_value, name="new_value"),
    path("policies/places/<str:place>", views.place_page, name="policy_place"),
    path("policies/places/<str:place>/<slug:scheme>", views.scheme_page, name="policy_scheme"),
    path("policies/values/<int:value_id>", views.value_page, name="policy_value"),
    path("policies/values/<int:value_id>/simulation", views.simulation, name="simulate_value"),
    path("policies/values/<int:value_id>/affected", affected.index, name="affected"),
    path("policies/values/<int:value_id>/affected/export", affected.export, name="export_affected"),
    path("policies/values/<int:value_id>/affected/<int:row_id>", affected.row, name="affected_row"),
    path("policies/values/<int:value_id>/confirmation", views.confirmation, name="confirm_value"),
    path("policies/values/<int:value_id>/refusal", views.refusal, name="refuse_value"),
    path("policies/values/<int:value_id>/withdrawal", views.withdrawal, name="withdraw_value"),
    path("policies/values/<int:value_id>/document", views.new_document, name="record_confirmation"),
    path("policies/values/<int:value_id>/citations/<int:citation_id>/file", views.new_file, name="archive_document"),
    path("policies/files/<int:file_id>", views.document_file, name="download_document"),
    path("policies/documents/<int:confirmation_id>/acceptance", views.acceptance, name="accept_confirmation"),
    path("policies/documents/<int:confirmation_id>/refusal", views.document_refusal, name="refuse_confirmation"),
]
