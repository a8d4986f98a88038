"""The policy choices that matter for a case: those that the schemes in force here rest on, with the reading the place uses."""
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from benefits import rules
from benefits.rules import months
from benefits.rules.choices import CHOICES, WORDS
from benefits.rules.values import code

SHARES = ("0.5",)  # of PC-28, which takes any share


@dataclass(frozen=True)
class Choice:
    """A choice and its readings [(reading, words)]: `used` by what is granted, `local` the place's own, `chosen` this trial's."""

    code: str
    question: str
    readings: list
    local: str
    chosen: str
    used: bool

    @property
    def is_switched(self):
        return self.chosen != self.local

    @property
    def local_words(self):
        return dict(self.readings)[self.local]

    @property
    def chosen_words(self):
        return dict(self.readings)[self.chosen]


def choices(case, answer, *, book):
    """[Choice] that schemes in force in the case ask for, or that the case has switched; those used come first."""
    asked, used = _asked(answer), {name for row in answer["entitlements"] for name in row.get("choices", ())}
    switched = case.get("choices", {})
    found = [_choice(name, case, book, name in used) for name in CHOICES if name in asked | used | set(switched)]
    return sorted(found, key=lambda choice: not choice.used)


def switched(case, readings, *, book):
    """The case under other readings; one that says what the place says anyway is not written down."""
    chosen = {name: reading for name, reading in readings.items() if name in CHOICES and reading and reading != local(case, name, book)}
    return {key: value for key, value in case.items() if key != "choices"} | ({"choices": chosen} if chosen else {})


def local(case, name, book):
    """The reading of a place on the last day of the case; the first of the register where nobody states one."""
    last = months.last_day([months.parse(case["to"])])
    row = book.place(code(case["place"])).at(name, last, last)[0]
    return book.values[row].value if row >= 0 else CHOICES[name][0]


def words(name, reading):
    """A reading in words."""
    _question, said = WORDS[name]
    if reading in CHOICES[name]:
        return _(said[CHOICES[name].index(reading)])
    return _("资助 %(percent)s%%") % {"percent": f"{(Decimal(reading) * 100).normalize():f}"}


def question(name):
    return _(WORDS[name][0])


def _choice(name, case, book, used):
    here = local(case, name, book)
    chosen = case.get("choices", {}).get(name, here)
    readings = list(dict.fromkeys([*CHOICES[name], *(SHARES if name == "PC-28" else ()), here, chosen]))
    return Choice(name, question(name), [(reading, words(name, reading)) for reading in readings], here, chosen, used)


def _asked(answer):
    """Choices of the schemes that are in force for somebody, and of those they look at."""
    rows = [*answer["entitlements"], *(row for row in answer["refusals"] if row["conditions"][0]["met"] == "yes")]
    in_force = {row["scheme"] for row in rows}
    claims = [claim for scheme in rules.schemes() if scheme.code in in_force for claim in scheme.claims]
    return {name for claim in claims for name, policy in claim.policies.items() if policy.kind == "choice"}
