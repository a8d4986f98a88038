from django.urls import path

from benefits.funds.views import pages, registered

urlpatterns = [
    path("funds/", pages.fund_list, name="funds"),
    path("funds/export", pages.export_list, name="export_funds"),
    path("funds/new", pages.new_fund, name="new_fund"),
    path("funds/<int:fund_id>", pages.fund_page, name="fund"),
    path("funds/<int:fund_id>/export", pages.export_statement, name="export_fund"),
    path("funds/<int:fund_id>/income/new", pages.new_income, name="new_fund_income"),
    path("funds/<int:fund_id>/grants/new", pages.new_grant, name="new_fund_grant"),
    path("funds/<int:fund_id>/approvals", pages.approvals, name="approve_fund_grants"),
    path("funds/<int:fund_id>/lines/<int:line_id>/reversal", pages.reversal, name="reverse_fund_line"),
    path("fund-grants/<int:grant_id>/approval", pages.approval, name="approve_fund_grant"),
    path("fund-grants/<int:grant_id>/refusal", pages.refusal, name="refuse_fund_grant"),
    path("fund-grants/registered/<str:stated_by>/<str:code>", registered.granting, name="grant_registered"),
    path("fund-receipts/<int:receipt_id>/making", pages.making, name="make_fund_receipt"),
    path("fund-receipts/<int:receipt_id>/download", pages.download, name="download_fund_receipt"),
]
