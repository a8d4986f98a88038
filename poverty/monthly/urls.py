from django.urls import path

from poverty.monthly import views

urlpatterns = [
    path("minimum-living-lists/", views.lists, name="minimum_living_lists"),
    path("minimum-living-lists/export", views.export_lists, name="export_minimum_living_lists"),
    path("minimum-living-lists/template", views.template, name="minimum_living_list_template"),
    path("minimum-living-lists/new", views.upload, name="new_minimum_living_list"),
    path("minimum-living-lists/<int:list_id>", views.list_page, name="minimum_living_list"),
    path("minimum-living-lists/<int:list_id>/export", views.export_families, name="export_listed_families"),
    path("minimum-living-lists/<int:list_id>/returned-rows", views.returned_rows, name="minimum_living_list_rows"),
    path("minimum-living-lists/<int:list_id>/comparison", views.comparison, name="compare_minimum_living_list"),
    path("minimum-living-lists/<int:list_id>/registration", views.registration, name="apply_minimum_living_list"),
    path("minimum-living-lists/<int:list_id>/discard", views.discard, name="discard_minimum_living_list"),
]
