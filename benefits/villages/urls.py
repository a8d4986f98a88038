from django.urls import path

from benefits.villages import views

urlpatterns = [path("villages/<int:code>", views.village, name="village")]
