from django.urls import include, path

from accounts.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("audits.urls")),
    path("households/", include("households.urls")),
    path("imports/", include("households.imports.urls")),
    path("", include("benefits.urls")),
]
