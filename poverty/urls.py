from poverty.exchange import urls as exchange
from poverty.loans import urls as loans
from poverty.monthly import urls as monthly
from poverty.projects import urls as projects
from poverty.registers import urls as registers
from poverty.secretaries import urls as secretaries
from poverty.years import urls as years

app_name = "poverty"
urlpatterns = [
    *years.urlpatterns, *registers.urlpatterns, *secretaries.urlpatterns, *monthly.urlpatterns, *exchange.urlpatterns, *projects.urlpatterns,
    *loans.urlpatterns,
]  # fmt: skip
