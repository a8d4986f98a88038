from django.urls import path

from benefits.policies_table import views

urlpatterns = [
    path("policies/", views.policy_list, name="policies"),
    path("policies/new", views.new_value, name="new_value"),
    path("policies/values/<int:value_id>", views.value_page, name="policy_value"),
    path("policies/values/<int:value_id>/simulation", views.simulation, name="simulate_value"),
    path("policies/values/<int:value_id>/confirmation", views.confirmation, name="confirm_value"),
    path("policies/values/<int:value_id>/refusal", views.refusal, name="refuse_value"),
    path("policies/values/<int:value_id>/withdrawal", views.withdrawal, name="withdraw_value"),
]
