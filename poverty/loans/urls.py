from django.urls import path

from poverty.loans import views

urlpatterns = [
    path("loan-funds/", views.fund_list, name="loan_funds"),
    path("loan-funds/new", views.new_fund, name="new_loan_fund"),
    path("loan-funds/<int:fund_id>", views.fund_page, name="loan_fund"),
    path("loan-funds/<int:fund_id>/export", views.export_loans, name="export_loans"),
    path("loan-funds/<int:fund_id>/principal/new", views.principal, name="new_loan_principal"),
    path("loan-funds/<int:fund_id>/loans/new", views.new_loan, name="new_loan"),
    path("loans/<int:loan_id>/approval", views.approval, name="approve_loan"),
    path("loans/<int:loan_id>/refusal", views.refusal, name="refuse_loan"),
    path("loans/<int:loan_id>/repayments/new", views.repayment, name="repay_loan"),
    path("loan-lines/<int:line_id>/reversal", views.reversal, name="reverse_loan_line"),
]
