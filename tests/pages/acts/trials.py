from benefits.trials.form import showing
from tests.pages.acts import Sent, act
from tests.pages.acts.households import a_family
from tests.trials.test_form import CASES


@act("benefits:trial_case", event="trial.exported")
def take_a_case_away(county):
    return Sent(county.clerk, fields=showing.cells_of(CASES["GY-01"]["input"]))


@act("benefits:trial_of_family", event="trial.family_taken")
def try_a_recorded_family(county):
    household, _head = a_family(county)
    return Sent(county.clerk, [household.pk])
