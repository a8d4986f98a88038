"""Invented families to begin a trial from, one key each."""
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

_NOTHING = {name: [] for name in ("disability", "complication", "school", "admission", "exams", "post")}


@dataclass(frozen=True)
class Example:
    title: str
    case: dict


def _member(name, called, sex, born, **more):
    facts = {"sex": sex, "born": born, "died": None, "hukou": [{"since": born, "kind": "rural"}]}
    return {"id": name, "name": called} | facts | _NOTHING | more


def _case(place, year, members, children, values=(), **more):
    married = {"husband": "husband", "wife": "wife", "married": "1986-05-01", "ended": None, "how": None}
    born = {"parents": ["husband", "wife"], "origin": "birth", "since": None, "within_policy": True, "custody": None}
    relations = [{"child": child} | born for child in children]
    household = {"members": members, "couples": [married], "children": relations, "certificates": [], "minimum_living": [], "status": []}
    case = {"place": place, "from": f"{year}-01", "to": f"{year}-12", "household": household | more}
    return case | ({"values": list(values)} if values else {})


_LINE = {
    "place": "520100", "name": "rural_minimum_living_line", "since": "2013-01-01", "value": "1800.00",
    "unit": "yuan per person per year", "cite": "样例",
}  # fmt: skip
_CERTIFICATE = [{"kind": "only_child", "holder": "wife", "issued": "1992-05-10", "number": "样例0001"}]


def examples(*, year):
    """{name: Example}, for a calendar year where the documents of the place are still in force."""
    old_couple = [_member("husband", "样例甲", "male", f"{year - 63}-03-02"), _member("wife", "样例乙", "female", f"{year - 60}-08-11")]
    couple = [_member("husband", "样例甲", "male", "1966-03-02"), _member("wife", "样例乙", "female", "1966-08-11")]
    daughter = _member("daughter", "样例丙", "female", "1990-05-01")
    second = _member("second", "样例丁", "female", "1994-10-01")
    young = _member("daughter", "样例丙", "female", "1995-06-20", admission=[{"on": "2014-07-20", "level": "bachelor", "full_time": True}])
    lost = _member("son", "样例丙", "male", "1991-05-01", died="2014-04-12")
    living = [{"since": "2013-01-01", "kind": "rural", "members": ["husband", "wife"], "subsidy_month": "60.00"}]
    return {
        "two-girls": Example(_("二女户老年夫妻（张店）"), _case("370303", year, [*old_couple, daughter, second], ["daughter", "second"])),
        "bereaved": Example(_("失独家庭（观山湖）"), _case("520115", 2014, [*couple, lost], ["son"], certificates=_CERTIFICATE)),
        "student": Example(
            _("低保独女户大学新生（观山湖）"),
            _case("520115", 2014, [*couple, young], ["daughter"], certificates=_CERTIFICATE, minimum_living=living, values=[_LINE]),
        ),
        "only-child": Example(_("独生子女家庭（解放区）"), _case("410802", 2014, [*couple, young], ["daughter"], certificates=_CERTIFICATE)),
    }
