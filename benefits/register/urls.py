from django.urls import path

from benefits.register.views import insurance, items, lists, page, referrals

urlpatterns = [
    path("register/", lists.registration_list, name="registrations"),
    path("register/export", lists.export, name="export_registrations"),
    path("register/items/", items.item_list, name="register_items"),
    path("register/items/<str:stated_by>/<str:code>", items.item_page, name="register_item"),
    path("register/households/<int:household_id>", items.suggestions, name="register_suggestions"),
    path("register/households/<int:household_id>/registered", items.of_household, name="household_registered"),
    path("register/households/<int:household_id>/<str:stated_by>/<str:code>", items.registering, name="register_for_household"),
    path("register/referrals/", referrals.referral_list, name="referrals"),
    path("register/referrals/<int:referral_id>", referrals.referral_page, name="referral"),
    path("register/referrals/<int:referral_id>/export", referrals.export, name="export_referral"),
    path("register/<int:registration_id>", page.registration_page, name="registration"),
    path("register/<int:registration_id>/given", page.giving, name="give_registration"),
    path("register/<int:registration_id>/refused", page.refusing, name="refuse_registration"),
    path("register/<int:registration_id>/closed", page.closing, name="close_registration"),
    path("register/<int:registration_id>/withdrawn", page.withdrawing, name="withdraw_registration"),
    path("register/<int:registration_id>/insurance-claims", insurance.claiming, name="claim_insurance"),
    path("register/insurance-claims/<int:claim_id>/answer", insurance.answering, name="answer_insurance_claim"),
]
