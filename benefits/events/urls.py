from django.urls import path

from benefits.events.views import changes, hand_overs

urlpatterns = [
    path("changes/", changes.change_list, name="changes"),
    path("changes/export", changes.export, name="export_changes"),
    path("changes/<int:change_id>", changes.change_page, name="change"),
    path("changes/households/<int:household_id>", changes.of_household, name="household_changes"),
    path("changes/households/<int:household_id>/<slug:kind>", changes.preview, name="preview_change"),
    path("changes/households/<int:household_id>/<slug:kind>/confirmation", changes.confirmation, name="confirm_change"),
    path("hand-overs/", hand_overs.hand_over_list, name="hand_overs"),
    path("hand-overs/export", hand_overs.export, name="export_hand_overs"),
    path("hand-overs/<int:hand_over_id>", hand_overs.hand_over_page, name="hand_over"),
    path("hand-overs/<int:hand_over_id>/acceptance", hand_overs.acceptance, name="accept_hand_over"),
    path("hand-overs/<int:hand_over_id>/refusal", hand_overs.refusal, name="refuse_hand_over"),
]
