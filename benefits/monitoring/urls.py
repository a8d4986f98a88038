from django.urls import path

from benefits.monitoring import views

urlpatterns = [
    path("targets/", views.targets, name="targets"),
    path("targets/export", views.export_targets, name="export_targets"),
    path("targets/dues", views.dues, name="year_dues"),
    path("targets/dues/export", views.export_dues, name="export_year_dues"),
    path("targets/received", views.received, name="received"),
    path("targets/received/export", views.export_received, name="export_received"),
]
