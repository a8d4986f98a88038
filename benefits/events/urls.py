from django.urls import path

from benefits.events import views

urlpatterns = [
    path("changes/", views.change_list, name="changes"),
    path("changes/export", views.export, name="export_changes"),
    path("changes/<int:change_id>", views.change_page, name="change"),
    path("changes/households/<int:household_id>", views.of_household, name="household_changes"),
    path("changes/households/<int:household_id>/<slug:kind>", views.preview, name="preview_change"),
    path("changes/households/<int:household_id>/<slug:kind>/confirmation", views.confirmation, name="confirm_change"),
]
