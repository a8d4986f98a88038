from django.urls import path

from benefits.recovery import views

urlpatterns = [
    path("recoveries/", views.case_list, name="recoveries"),
    path("recoveries/export", views.export_list, name="export_recoveries"),
    path("recoveries/<int:recovery_id>", views.case_page, name="recovery"),
    path("recoveries/<int:recovery_id>/plans/<slug:kind>", views.new_plan, name="new_recovery_plan"),
    path("recoveries/<int:recovery_id>/repayments/new", views.new_repayment, name="new_repayment"),
    path("recoveries/<int:recovery_id>/repayments/<uuid:receipt>/reversal", views.reversal, name="reverse_repayment"),
    path("recoveries/<int:recovery_id>/notices", views.issuing, name="issue_recovery_notice"),
    path("recovery-notices/<int:notice_id>/making", views.making, name="make_recovery_notice"),
    path("recovery-notices/<int:notice_id>/download", views.download, name="download_recovery_notice"),
    path("recovery-plans/<int:plan_id>/approval", views.approval, name="approve_recovery_plan"),
    path("recovery-plans/<int:plan_id>/refusal", views.refusal, name="refuse_recovery_plan"),
    path("recovery-plans/<int:plan_id>/end", views.ending, name="end_recovery_plan"),
]
