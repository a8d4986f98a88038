"""Whether a document has a family given something from a fund: the scheme's own rule, or what the register asks, of the record on a day."""
from dataclasses import dataclass
from datetime import timedelta

from accounts.stored import gettext as _
from benefits import measures
from benefits.models.registrations import FUND_SCHEMES
from benefits.projects.asking import Asked
from benefits.register import eligibility
from benefits.rules import SCHEMES
from households.queries import family as families

NO = "no"


@dataclass(frozen=True)
class Answer:
    """yes, no, unknown or (of a registered measure) judged, and what was found of the conditions that make it so."""

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


def of_grants(grants, *, county, on):
    """[Answer or None] of grants on a day, each of its scheme or its registration."""
    ruled = of([(grant.household_id, grant.measure) for grant in grants], county=county, on=on)
    registered = of_registrations([(grant.registration, grant.since, grant.until) for grant in grants if grant.registration], on=on)
    return [registered[grant.registration_id] if grant.registration else ruled[grant.household_id, grant.measure] for grant in grants]


def of_registrations(asked, *, on):
    """{registration: Answer} of (registration, since, until): what the register answers for the period (half-open), as the record is now.

    Asked of the day itself; of the period's last day when it is over, of its first when it has not begun.
    """
    read = families.several([row.household_id for row, _since, _until in asked])
    return {
        row.pk: _of_registration(row, read[row.household_id], on=min(max(on, since), until - timedelta(days=1))) for row, since, until in asked
    }


def _of_registration(row, family, *, on):
    item = measures.item(row.item, row.stated_by)
    known = eligibility.Known(row.household_id, on=on, family=family)
    concerned = {person and person.pk: person for person in known.concerned(item)} if item else {}
    if row.person_id not in concerned:
        return Answer(NO, _("%(day)s 这一事项没有执行，或者不能给此人") % {"day": f"{on:%Y-%m-%d}"})
    candidate = known.candidate(item, concerned[row.person_id])
    return Answer(candidate.answer, _("；").join(finding.sentence for finding in candidate.findings if finding.answer == candidate.answer))


def _answer(told):
    in_force, *conditions = told["conditions"]
    if in_force["met"] != "yes":
        return None
    return Answer(told["answer"], _("；").join(_said(condition) for condition in conditions if condition["met"] != "yes"))


def _said(condition):
    return _("%(condition)s：%(found)s") % {"condition": condition["text"], "found": condition["because"]}
