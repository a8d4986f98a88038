from django.urls import path

from benefits.funds import views

urlpatterns = [
    path("funds/", views.fund_list, name="funds"),
    path("funds/export", views.export_list, name="export_funds"),
    path("funds/new", views.new_fund, name="new_fund"),
    path("funds/<int:fund_id>", views.fund_page, name="fund"),
    path("funds/<int:fund_id>/export", views.export_statement, name="export_fund"),
    path("funds/<int:fund_id>/donations/new", views.new_donation, name="new_donation"),
    path("funds/<int:fund_id>/grants/new", views.new_grant, name="new_fund_grant"),
    path("funds/<int:fund_id>/lines/<int:line_id>/reversal", views.reversal, name="reverse_fund_line"),
    path("fund-grants/<int:grant_id>/approval", views.approval, name="approve_fund_grant"),
    path("fund-grants/<int:grant_id>/refusal", views.refusal, name="refuse_fund_grant"),
    path("fund-receipts/<int:receipt_id>/making", views.making, name="make_fund_receipt"),
    path("fund-receipts/<int:receipt_id>/download", views.download, name="download_fund_receipt"),
]
