"""Two signers approve at once what a project has money for once: one of them wins."""
import pytest

from accounts.roles import Role
from poverty.models import ProjectGrant
from tests.benefits.books import an_official, in_county
from tests.benefits.test_payouts_races import at_once, refused
from tests.poverty.projects import Desk, a_family

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_money_of_a_project_is_granted_once():
    with in_county():
        desk = Desk()
        project = desk.granting(families=[a_family(), a_family()])
        desk.fund(project, received_fen=300_000)
        grants = [desk.propose(project, place, form="goods", goods="种羊 2 只", fen=300_000) for place in (1, 2)]
    signers = [desk.signer, an_official(Role.COUNTY_SIGNER)]

    results = at_once(*(lambda grant=grant, by=by: desk.approve(grant, by=by) for grant, by in zip(grants, signers, strict=True)))

    (lost,) = refused(results)
    assert "到位资金 3000.00 元，已批准 3000.00 元" in str(lost)
    with in_county():
        assert ProjectGrant.objects.filter(project=project, state="approved").count() == 1
