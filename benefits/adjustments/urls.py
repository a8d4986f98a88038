from django.urls import path

from benefits.adjustments import views

urlpatterns = [
    path("adjustments/", views.index, name="adjustments"),
    path("adjustments/new", views.new, name="new_adjustment"),
    path("adjustments/<int:adjustment_id>", views.page, name="adjustment"),
    path("adjustments/<int:adjustment_id>/standards", views.standards, name="choose_standards"),
    path("adjustments/<int:adjustment_id>/simulation", views.simulation, name="simulate_adjustment"),
    path("adjustments/<int:adjustment_id>/rows/<int:row_id>", views.row, name="adjustment_row"),
    path("adjustments/<int:adjustment_id>/notice", views.notice, name="adjustment_notice"),
    path("adjustments/<int:adjustment_id>/export", views.export, name="export_adjustment"),
    path("adjustments/papers/<int:paper_id>/download", views.download, name="download_adjustment_paper"),
    path("adjustments/papers/<int:paper_id>/making", views.making, name="make_adjustment_paper"),
    path("adjustments/<int:adjustment_id>/families", views.families, name="drawn_families"),
    path("adjustments/<int:adjustment_id>/families/<int:number>/tick", views.tick, name="tick_family"),
    path("adjustments/<int:adjustment_id>/approval", views.approval, name="approve_adjustment"),
    path("adjustments/<int:adjustment_id>/publication", views.publication, name="publish_adjustment"),
    path("adjustments/<int:adjustment_id>/discarding", views.discarding, name="discard_adjustment"),
]
