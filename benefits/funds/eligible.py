"""Whether the document of a place has a family helped from its fund: the scheme's own rule, asked of the record in the month of a day."""
from dataclasses import dataclass

from accounts.stored import gettext as _
from benefits.models.registrations import FUND_SCHEMES
from benefits.projects.asking import Asked
from benefits.rules import SCHEMES

NO = "no"


@dataclass(frozen=True)
class Answer:
    """yes, no or unknown, and what was found of the conditions that are not met, or not known to be."""

    answer: str
    why: str


def of(grants, *, county, on):
    """{(household, measure): Answer} of grants, proposed or to be (pairs); None where no document in force there states the measure as a scheme.

    Then the officials decide on the document they cite alone. People are called by their relation, so that the answer may be kept.
    """
    pairs = set(grants)
    ruled = {household for household, measure in pairs if measure in FUND_SCHEMES}
    asked = Asked(ruled, county=county, on=on, schemes={code: SCHEMES[code] for code in FUND_SCHEMES}) if ruled else None
    return {(household, measure): _answer(asked.reason(measure, household)) if household in ruled and measure in FUND_SCHEMES else None
            for household, measure in pairs}  # fmt: skip


def _answer(told):
    in_force, *conditions = told["conditions"]
    if in_force["met"] != "yes":
        return None
    return Answer(told["answer"], _("；").join(_said(condition) for condition in conditions if condition["met"] != "yes"))


def _said(condition):
    return _("%(condition)s：%(found)s") % {"condition": condition["text"], "found": condition["because"]}
