from benefits.adjustments import urls as adjustments
from benefits.events import urls as events
from benefits.exchange import urls as exchange
from benefits.follow_up import urls as follow_up
from benefits.funds import urls as funds
from benefits.hindsight import urls as hindsight
from benefits.monitoring import urls as monitoring
from benefits.opening import urls as opening
from benefits.payouts import urls as payouts
from benefits.policies_table import urls as policies
from benefits.projects import urls as projects
from benefits.recovery import urls as recovery
from benefits.register import urls as register
from benefits.results import urls as results
from benefits.rosters import urls as rosters
from benefits.runs import urls as runs
from benefits.trials import urls as trials
from benefits.views import urls as eligibility
from benefits.villages import urls as villages
from benefits.wrong_payments import urls as wrong_payments

app_name = "benefits"
urlpatterns = [
    *adjustments.urlpatterns,
    *runs.urlpatterns,
    *events.urlpatterns,
    *exchange.urlpatterns,
    *opening.urlpatterns,
    *payouts.urlpatterns,
    *funds.urlpatterns,
    *hindsight.urlpatterns,
    *monitoring.urlpatterns,
    *rosters.urlpatterns,
    *policies.urlpatterns,
    *projects.urlpatterns,
    *recovery.urlpatterns,
    *register.urlpatterns,
    *results.urlpatterns,
    *trials.urlpatterns,
    *villages.urlpatterns,
    *eligibility.urlpatterns,
    *follow_up.urlpatterns,
    *wrong_payments.urlpatterns,
]
