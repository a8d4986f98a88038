from django.urls import path

from households.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="list"),
    path("export", views.list_export, name="list_export"),
    path("new", views.new_import, name="new"),
    path("template", views.blank_template, name="template"),
    path("<int:batch_id>", views.import_page, name="batch"),
    path("<int:batch_id>/confirmation", views.confirmation, name="import"),
    path("<int:batch_id>/abandonment", views.abandonment, name="give_up"),
    path("<int:batch_id>/withdrawal", views.withdrawal, name="take_back"),
    path("<int:batch_id>/returned-rows", views.returned_rows, name="returned_rows"),
]
