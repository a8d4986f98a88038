from django.urls import path

from poverty.registers import views

urlpatterns = [
    path("minimum-living/", views.minimum_livings, name="minimum_livings"),
    path("minimum-living/export", views.export_minimum_livings, name="export_minimum_livings"),
    path("registers/", views.first_register, name="registers"),
    path("registers/<slug:name>/", views.register, name="register"),
    path("registers/<slug:name>/export", views.export_register, name="export_register"),
    path("households/<int:household_id>/registers", views.acts, name="register_acts"),
    path("households/<int:household_id>/registers/<slug:name>", views.entry, name="register_entry"),
]
