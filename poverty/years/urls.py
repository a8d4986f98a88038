from django.urls import path

from poverty.years.views import figures, villages

urlpatterns = [
    path("village-years/", villages.village_years, name="village_years"),
    path("village-years/export", villages.export_village_years, name="export_village_years"),
    path("village-years/<int:township>/<int:year>/entry", villages.entry, name="enter_village_years"),
    path("village-years/<int:township>/<int:year>/template", villages.template, name="village_years_template"),
    path("village-years/<int:township>/<int:year>/confirmation", villages.confirmation, name="confirm_village_years"),
    path("village-years/<int:row_id>/withdrawal", villages.withdrawal, name="withdraw_village_year"),
    path("village-priorities/", villages.priorities, name="priorities"),
    path("village-priorities/export", villages.export_priorities, name="export_priorities"),
    path("place-years/", figures.place_years, name="place_years"),
    path("place-years/export", figures.export_figures, name="export_place_years"),
    path("place-years/new", figures.new_figure, name="new_place_year"),
    path("place-years/<int:row_id>/confirmation", figures.confirm_figure, name="confirm_place_year"),
    path("place-years/<int:row_id>/withdrawal", figures.withdraw_figure, name="withdraw_place_year"),
    path("budget-years/new", figures.new_budget, name="new_budget_year"),
    path("budget-years/<int:row_id>/confirmation", figures.confirm_budget, name="confirm_budget_year"),
    path("budget-years/<int:row_id>/withdrawal", figures.withdraw_budget, name="withdraw_budget_year"),
]
