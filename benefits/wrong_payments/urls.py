from django.urls import path

from benefits.wrong_payments import views

urlpatterns = [
    path("wrong-payments/", views.wrong_payment_list, name="wrong_payments"),
    path("wrong-payments/<int:wrong_payment_id>", views.wrong_payment_page, name="wrong_payment"),
    path("wrong-payments/<int:wrong_payment_id>/booking", views.booking, name="book_wrong_payment"),
    path("wrong-payments/<int:wrong_payment_id>/refusal", views.refusal, name="refuse_wrong_payment"),
    path("wrong-payments/<int:wrong_payment_id>/receiver", views.receiver, name="note_receiver"),
    path("wrong-payments/<int:wrong_payment_id>/reversal", views.reversal, name="reverse_wrong_payment"),
    path("wrong-payments/<int:wrong_payment_id>/reversal/confirmation", views.reversal_confirmation, name="confirm_wrong_payment_reversal"),
    path("wrong-payments/<int:wrong_payment_id>/reversal/refusal", views.reversal_refusal, name="refuse_wrong_payment_reversal"),
    path("payouts/<int:payout_id>/wrong-payment", views.preview, name="preview_wrong_payment"),
    path("payouts/<int:payout_id>/wrong-payment/confirmation", views.confirmation, name="propose_wrong_payment"),
]
