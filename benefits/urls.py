from benefits.payouts import urls as payouts
from benefits.policies_table import urls as policies
from benefits.rosters import urls as rosters
from benefits.runs import urls as runs

app_name = "benefits"
urlpatterns = [*runs.urlpatterns, *payouts.urlpatterns, *rosters.urlpatterns, *policies.urlpatterns]
