from django.urls import path

from benefits.results import views

urlpatterns = [
    path("incomes/", views.incomes, name="incomes"),
    path("incomes/export", views.export_incomes, name="export_incomes"),
    path("incomes/families", views.income_families, name="income_families"),
    path("poverty-statuses/", views.statuses, name="statuses"),
    path("poverty-statuses/export", views.export_statuses, name="export_statuses"),
    path("poverty-statuses/families", views.status_families, name="status_families"),
]
