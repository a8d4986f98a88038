"""Sample data: something waits on every desk of every county."""
import pytest
from django.utils.translation import override

from accounts.roles import Role
from audits.jobs import engine
from benefits.models import Roster
from benefits.sample import posts
from config import waiting
from tests.builders import inside

WORKERS = [
    Role.TOWNSHIP_CLERK, Role.TOWNSHIP_REVIEWER, Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER, Role.FINANCE, Role.AUDITOR,
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_something_waits_on_every_desk_of_every_county(seeded_db, settings, tmp_path_factory):
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    idle = []
    for county, held in posts.held().items():
        with inside(county):
            engine.work(Roster.objects.order_by("lines").first().job_id)
        for role in WORKERS:
            with inside(held[role].division_code), override("zh-hans"):
                tasks = waiting.tasks(held[role])
            if not [task for task in tasks if not task.urgent]:
                idle.append((county, role.value, [task.detail for task in tasks]))

    assert idle == []
