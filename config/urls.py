from django.urls import include, path

from accounts.views import healthz
from config.desk import desk

urlpatterns = [
    path("", desk, name="desk"),
    path("healthz", healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("audits.urls")),
    path("households/", include("households.urls")),
    path("imports/", include("households.imports.urls")),
    path("", include("poverty.urls")),
    path("", include("benefits.urls")),
    path("api/v1/", include("config.api")),
]
