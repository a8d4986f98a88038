from django.urls import path

from poverty.registers import views

urlpatterns = [
    path("minimum-living/", views.minimum_livings, name="minimum_livings"),
    path("minimum-living/export", views.export_minimum_livings, name="export_minimum_livings"),
]
