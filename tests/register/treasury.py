"""The counter of 解放区 with a signer and a 专项经费 of a thousand yuan, and what is granted from it by the county's document."""
import uuid
from datetime import date

from accounts.roles import Role
from benefits.funds import commands
from benefits.models import FundGrant
from tests.benefits.books import an_official
from tests.builders import AT, JIEFANG
from tests.households.families import changed, two_girls
from tests.register.counter import Counter

GIRLS, PUPILS, TOP_UP = "unstated.girls_supplement", "unstated.left_behind_student_aid", "pension.rural_top_up"
DOCUMENT = {"number": "样例〔2026〕9 号", "title": "奖补发放通知", "issuer": "样例区人民政府", "issued": "2026"}
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


class Treasury(Counter):
    """An official's post each; `fund` holds a thousand yuan."""

    def __init__(self):
        super().__init__(JIEFANG, "410802001000", "410800000000", "410802001001")
        self.signer = an_official(Role.COUNTY_SIGNER, JIEFANG)
        with self.inside():
            self.fund = commands.open_fund(kind="appropriation", name="样例区专项经费", document="样例〔2026〕1 号", by=self.answerer, at=AT)
            commands.enter_income(
                fund_id=self.fund.pk, key=uuid.uuid4(), amount_fen=1000_00, on=AT.date(), donor="样例区财政局", document="样例财〔2026〕4 号",
                by=self.preparer, at=AT,
            )  # fmt: skip

    def registered(self, household, code=GIRLS, *, since=YEAR[0], grounds="村委会证明", **more):
        return super().registered(household, code, since=since, grounds=grounds, **more)

    def pupil(self, born):
        """(a family, its elder daughter born on a day)."""
        household = self.family(changed(two_girls(village=self.village), "child-0", born=born))
        return household, self.member(household, "刘芳")

    def propose(self, *rows, fen=600_00, period=YEAR, document=DOCUMENT, key=None, by=None, at=AT):
        since, until = period
        with self.inside():
            return commands.propose_registered(
                fund_id=self.fund.pk, key=key or uuid.uuid4(), registration_ids=[row.pk for row in rows], amount_fen=fen, since=since, until=until,
                by=by or self.preparer, at=at, **document,
            )  # fmt: skip

    def approve(self, *grants, by=None, at=AT):
        with self.inside():
            return commands.approve_grants(fund_id=self.fund.pk, grant_ids=[grant.pk for grant in grants], by=by or self.signer, at=at)

    def states(self):
        with self.inside():
            return list(FundGrant.objects.order_by("id").values_list("state", flat=True))
