"""The second reading's family: who lives, who is married, whose child, what hukou, what kind of family on a day (`oracle.py`)."""
import datetime
import functools
from fractions import Fraction

DAY = datetime.timedelta(days=1)
NEVER = datetime.date.max
DEFAULTS = {
    "PC-01": "annual_full", "PC-02": "annual_full", "PC-03": "month_of", "PC-04": "through_event_month", "PC-05": "next_month",
    "PC-06": "household", "PC-07": "not_paid", "PC-08": "split_equally", "PC-09": "pct20", "PC-10": "county_tier", "PC-10b": "next_period",
    "PC-11": "monthly", "PC-12": "replaces", "PC-13": "named_families", "PC-14": "stack", "PC-15": "month_after", "PC-16": "school_year",
    "PC-17": "one_girl_only", "PC-18": "issue_month_to_birthday_month", "PC-24": "special_only", "PC-25": "max", "PC-27": "excess", "PC-28": "full",
    "PC-29": "individual", "PC-31": "last_of_february", "PC-33": "on_difference", "PC-34": "yes", "PC-35": "higher", "PC-36": "none",
    "PC-37": "recover",
}  # fmt: skip


class NoValue(Exception):
    """A scheme in force lacks a figure for the month."""


def date(text):
    return NEVER if text is None else datetime.date.fromisoformat(text)


def month_days(month):
    """First and last day of (year, month)."""
    year, number = month
    first = datetime.date(year, number, 1)
    return first, (datetime.date(year + 1, 1, 1) if number == 12 else datetime.date(year, number + 1, 1)) - DAY


def months_of(case):
    year, number = map(int, case["from"].split("-"))
    end = tuple(map(int, case["to"].split("-")))
    while (year, number) <= end:
        yield year, number
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)


def half_up(amount):
    return int(amount + Fraction(1, 2))


class Family:
    """One complete case."""

    def __init__(self, case):
        self.case = case
        self.household = case["household"]
        self.people = {member["id"]: member for member in self.household["members"]}
        self.choices = DEFAULTS | case.get("choices", {})
        self.place = case["place"]

    # family

    def reached(self, who, years):
        born = date(self.people[who]["born"])
        try:
            return born.replace(year=born.year + years)
        except ValueError:
            return datetime.date(born.year + years, 2, 28) if self.choices["PC-31"] == "last_of_february" else datetime.date(born.year + years, 3, 1)

    def died(self, who):
        return date(self.people[who]["died"])

    def spouse(self, who, day):
        for couple in self.household["couples"]:
            pair = couple["husband"], couple["wife"]
            if who in pair:
                other = pair[1] if who == pair[0] else pair[0]
                if date(couple["married"]) <= day < date(couple["ended"]) and not self.died(other) <= day:
                    return other
        return None

    @functools.cache  # noqa: B019
    def own_children(self, who):
        """{child: (day it became the parent's, within policy, origin)}"""
        found = {}
        for row in self.household["children"]:
            if who in row["parents"] and row["origin"] != "step":
                began = date(self.people[row["child"]]["born"])
                if row["origin"] == "adoption" and row["since"]:
                    began = max(began, date(row["since"]))
                found[row["child"]] = began, row["within_policy"], row["origin"]
        return found

    def children(self, who, day, family):
        """Own children; for a family test those of the spouse of the day as well."""
        found = dict(self.own_children(who))
        spouse = self.spouse(who, day) if family else None
        if spouse:
            for child, row in self.own_children(spouse).items():
                if child in found:
                    row = min(found[child], row)  # the earlier of the two beginnings
                found[child] = row
        return found

    def counted(self, who, *, family, cut, qualified):
        """Children that came by `cut`, or by the day everything else was met."""
        return {child: row for child, row in self.children(who, cut, family).items() if row[0] <= cut or row[0] <= qualified}

    def last_loss(self, who, by, family):
        days = [self.died(child) for child, row in self.children(who, by, family).items() if row[0] <= by and self.died(child) <= by]
        return max(days, default=datetime.date.min)

    def only_one(self, counted):
        """Never two alive at once (and none adopted unlawfully), or all within the policy."""
        starts = [(began, self.died(child), child) for child, (began, _, _) in counted.items()]
        most = max((sum(1 for b, d, c in starts if c == child or b <= began < d) for began, _, child in starts), default=0)
        lawful_adoptions = all(lawful for _, lawful, origin in counted.values() if origin == "adoption")
        return (most <= 1 and lawful_adoptions) or all(lawful for _, lawful, _ in counted.values())

    # hukou

    def hukou(self, who, first, last):
        """The entries that count for a period."""
        entries = [(date(e["since"]), date(e.get("until")), e) for e in self.people[who]["hukou"]]
        if self.choices["PC-10b"] == "month_of":
            end = min(last, self.died(who) - DAY if self.died(who) != NEVER else NEVER)
            return [e for since, until, e in entries if since <= end < until]
        before = first - DAY
        held = [e for since, until, e in entries if since <= before < until]
        return held or [e for since, until, e in entries if before < since <= last]

    def here(self, who, first, last):
        return any(self.local(e.get("place")) for e in self.hukou(who, first, last))

    def local(self, place):
        if place is None:
            return True
        one, two = place[:6], self.place[:6]
        return one == two or (one[:4] == two[:4] and "00" in (one[4:], two[4:]))

    def rural(self, who, first, last):
        return any(e["kind"] == "rural" for e in self.hukou(who, first, last))

    def confirmed(self, who, scheme, by):
        if self.choices["PC-36"] == "from_qualifying_date":
            return True
        return self.confirmed_strictly(who, scheme, by)

    def confirmed_strictly(self, who, scheme, by):
        on = [date(row["on"]) for row in self.household.get("confirmations", ()) if row["scheme"] == scheme and row["beneficiary"] == who]
        return not on or min(on) <= by

    # kinds of family

    @functools.cache  # noqa: B019
    def family_kind(self, who, day):
        """The kinds of family somebody belongs to: its own, or without children that of a parent."""
        own = self.kind_of(who, day)
        if own is not None:
            return own
        kinds = [self.kind_of(parent, day) or set() for row in self.household["children"] if row["child"] == who for parent in row["parents"]]
        return set().union(*kinds)

    def kind_of(self, who, day):
        children = {child: row for child, row in self.children(who, day, True).items() if row[0] <= day}
        if not children:
            return None
        living = [child for child in children if self.died(child) > day]
        girls = [child for child in living if self.people[child]["sex"] == "female"]
        if not all(lawful for _, lawful, _ in children.values()):
            return set()
        kinds = set()
        if len(living) == 1 or (not living and self.choices["PC-34"] == "yes"):
            kinds.add("only_child")
        if len(living) == len(girls) == 2:
            kinds.add("two_girls")
        return kinds

    def planned(self, who, day):
        children = [row for row in self.children(who, day, True).values() if row[0] <= day]
        return bool(children) and all(lawful for _, lawful, _ in children)

    def child_of(self, who, kinds, month):
        """Whether some parent's family is of a kind when the month begins or when it ends."""
        first, last = month_days(month)
        parents = {parent for row in self.household["children"] if row["child"] == who and row["origin"] != "step" for parent in row["parents"]}
        return any((self.kind_of(parent, day) or set()) & kinds for parent in parents for day in (first - DAY, last))

    # what the household is recognised as, and figures of the place

    def recognised(self, kinds, first, last):
        rows = [row for row in self.household["status"] if row["kind"] in kinds]
        return any(date(row.get("since") or row["on"]) <= last and date(row.get("until")) > first for row in rows)

    def line(self, rural, month):
        return self.value("rural_minimum_living_line" if rural else "urban_minimum_living_line", month)

    def value(self, name, month):
        """Yuan a month."""
        first, last = month_days(month)
        held = [v for v in self.case.get("values", ()) if v["name"] == name and date(v["since"]) <= last and date(v.get("until")) > first]
        if not held:
            raise NoValue
        value = max(held, key=lambda v: v["since"])
        return Fraction(value["value"]) / (12 if value["unit"].endswith("year") else 1)
