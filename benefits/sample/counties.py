"""A sample county as it begins: its families, and the records of its villages, its place and its budgets."""
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from accounts.models import Jurisdiction
from accounts.queries import villages_of
from accounts.roles import Role
from benefits.sample import families, loading, rows, years

SEED = 20261122
RECORDED_AT = datetime(2023, 12, 20, 2, tzinfo=UTC)
_BATCH = 5000
_ON_EVERY_DESK = (families.hukou_not_recorded, families.no_usable_account)  # one of each in the township of every county's clerk


@dataclass(frozen=True)
class County:
    """A sample county, the how manieth of how many (from 1), and its officials by role."""

    code: str
    number: int
    of: int
    posts: dict

    @property
    def is_urban(self):
        return self.number < self.of


def of(officials):
    """[County] of {code: {role: Post}}."""
    return [County(code, number, len(officials), posts) for number, (code, posts) in enumerate(officials.items(), 1)]


def load(county, wanted):
    """Write so many families and the county's years by COPY; the same county is the same in every seed."""
    random = Random(f"{SEED} {county.code}")
    villages = list(Jurisdiction.objects.filter(code__startswith=county.code[:6], level=Jurisdiction.Level.VILLAGE).values_list("code", flat=True))
    desk, clerk = villages_of(county.posts[Role.TOWNSHIP_CLERK]).first().pk, county.posts[Role.TOWNSHIP_CLERK].pk
    kinds = [*_ON_EVERY_DESK, *families.KINDS, *families.KINDS]  # every kind twice in every county, the rest is chance
    batch = rows.Rows(at=RECORDED_AT, first=county.number, steps=county.of)
    years.write(batch, random, county.code, villages, county.posts)
    for chunk in loading.batched(range(wanted), _BATCH):
        for number in chunk:
            family = families.Family(
                id=batch.next_id("households_household"),
                village=desk if number < len(_ON_EVERY_DESK) else random.choice(villages),
                clerk=clerk,
                urban=county.is_urban,
                group=random.randrange(1, 9),
            )
            families.write(batch, random, family, kind=kinds[number] if number < len(kinds) else None)
        loading.copy(batch)
