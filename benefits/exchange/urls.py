from django.urls import path

from benefits.exchange import views

urlpatterns = [
    path("transfers/out/new", views.ask, name="new_outgoing_transfer"),
    path("transfers/<int:transfer_id>/file", views.hand_out, name="hand_out_transfer"),
]
