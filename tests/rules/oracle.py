"""A second reading of the five schemes: plain Python, one person and one month at a time, straight from the documents.

It shares nothing with the product but the rulings of the register of policy choices (defaults unless the case says otherwise) and the figures,
which are written out here again. It knows no "unknown": every fact has to be there.
"""
import datetime
import functools
from fractions import Fraction

from tests.rules import oracle_guiyang

DAY = datetime.timedelta(days=1)
NEVER = datetime.date.max

REWARD = [(2004, 600), (2009, 720), (2012, 960)]
DEATH = [("2008-01", 100), ("2012-01", 135), ("2014-01", (340, 170)), ("2016-01", None), ("2022-01", 450), ("2022-07", 590)]
DISABILITY = [("2008-01", 80), ("2012-01", 110), ("2014-01", (270, 150)), ("2016-01", None), ("2022-01", 350), ("2022-07", 460)]
SPECIAL = ("special_assistance_death", "special_assistance_disability")
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


class Reading:
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

    # 特别扶助

    @functools.cache  # noqa: B019
    def special(self, who, month, scheme):
        """Whether the conditions are met in the month."""
        first, last = month_days(month)
        year_first, year_last = datetime.date(month[0], 1, 1), datetime.date(month[0], 12, 31)
        choices, family = self.choices, self.choices["PC-29"] == "family"
        begun = {"month_of": last, "next_month": first - DAY, "annual_full": year_last, "from_confirmation": last}[choices["PC-03"]]
        cut = {"through_event_month": first - DAY, "stop_in_event_month": last, "annual_full": year_first - DAY}[choices["PC-04"]]
        if month < (2008, 1) or self.died(who) < first or not self.here(who, first, last):
            return False
        if date(self.people[who]["born"]) < datetime.date(1933, 1, 1):
            return False
        spouse = self.spouse(who, first - DAY)
        of_age = self.reached(spouse if spouse and self.people[who]["sex"] == "male" else who, 49)
        if of_age > begun:
            return False
        confirm_by = last if choices["PC-03"] == "from_confirmation" else year_last
        if not self.confirmed(who, scheme, confirm_by):
            return False
        counted = self.counted(who, family=family, cut=cut, qualified=max(of_age, self.last_loss(who, last, family)))
        if not self.only_one(counted):
            return False
        if scheme == "special_assistance_death":
            living = [child for child in counted if self.died(child) > begun]
            return bool(counted) and not living and not self.special(who, month, "special_assistance_disability")
        lost_by = {"next_month": first - DAY, "month_of": last, "next_year": year_first - DAY}[choices["PC-05"]]
        living = [child for child in counted if self.died(child) > lost_by]
        return len(living) == 1 and self.disabled(living[0], begun, of_age, first, last, year_first)

    def disabled(self, child, begun, of_age, first, last, year_first):
        ends = [
            date(entry.get("until")) for entry in self.people[child]["disability"]
            if entry["grade"] <= 3 and entry["certified"] and date(entry["since"]) <= begun
        ]  # fmt: skip
        paid_until = {"through_event_month": first, "stop_in_event_month": min(last, NEVER - DAY) + DAY, "annual_full": year_first}
        return bool(ends) and max(ends) >= paid_until[self.choices["PC-04"]] and max(ends) > of_age

    def special_rate(self, who, month, scheme):
        """Yuan a month."""
        table = DEATH if scheme == "special_assistance_death" else DISABILITY
        rate = [rate for since, rate in table if since <= f"{month[0]:04d}-{month[1]:02d}"][-1]
        if rate is None:
            raise NoValue
        if isinstance(rate, tuple):
            rate = rate[1] if self.rural(who, *month_days(month)) else rate[0]
        return rate + (20 if self.place.startswith("4108") and month >= (2011, 1) else 0)

    # 手术并发症

    def complication(self, who, month):
        """Yuan a month, 0 for none."""
        first, last = month_days(month)
        counts_by = last if self.choices["PC-15"] == "month_of" else first - DAY
        if month < (2011, 1) or self.died(who) < first or not self.here(who, first, last):
            return 0
        if not self.confirmed(who, "surgical_complication_assistance", counts_by):
            return 0
        entries = self.people[who]["complication"]
        regraded = any(first <= date(entry["since"]) <= last for entry in entries)
        held = []
        for entry in entries:
            end = date(entry.get("until"))
            still = {
                "through_event_month": end >= first,
                "stop_in_event_month": end > last or (end >= first and regraded),
                "annual_full": end >= datetime.date(month[0], 1, 1),
            }
            if entry["certified"] and date(entry["since"]) <= counts_by and still[self.choices["PC-04"]]:
                held.append(entry)
        if not held:
            return 0
        grade = max(held, key=lambda entry: entry["since"])["grade"]
        return {1: 520, 2: 390, 3: 260, 4: 0}[grade] if month >= (2022, 7) else {1: 400, 2: 300, 3: 200, 4: 0}[grade]

    # 夫妻的一次性奖励

    def one_off_of_couple(self, couple, month, status, code):
        """Whether it falls due to the couple in the month; what the children have to be is asked apart."""
        first, last = month_days(month)
        made = [date(row.get("on") or row["since"]) for row in self.household["status"] if row["kind"] == status]
        made = [on for on in made if on <= last]
        if not made:
            return None
        on = max(made)
        husband, wife = couple["husband"], couple["wife"]
        named = f"couple:{husband}+{wife}"
        due = on if self.choices["PC-36"] == "from_qualifying_date" else max([on, *self.confirmation_days(named, code)])
        together = date(couple["married"]) <= on < date(couple["ended"]) and self.died(husband) > on and self.died(wife) > on
        if not (first <= due <= last and together and self.here(wife, first, last) and on < self.reached(wife, 50)):
            return None
        return on

    def confirmation_days(self, who, code):
        days = [date(row["on"]) for row in self.household.get("confirmations", ()) if row["scheme"] == code and row["beneficiary"] == who]
        return [min(days)] if days else []

    def children_of_couple(self, couple, on):
        """(how many live, whether all were lawful) on a day."""
        counted = {child: row for child, row in self.children(couple["wife"], on, True).items() if row[0] <= on}
        return sum(self.died(child) > on for child in counted), all(lawful for _, lawful, _ in counted.values())

    def couples_one_offs(self, month):
        """{(scheme, couple): yuan}"""
        found = {}
        for couple in self.household["couples"]:
            who = f"couple:{couple['husband']}+{couple['wife']}"
            on = self.one_off_of_couple(couple, month, "fewer_births_pledge", "fewer_births_reward")
            if on and month >= (2007, 1) and self.place[:2] in ("15", "46", "51", "53", "62", "64", "65", "66"):
                living, lawful = self.children_of_couple(couple, on)
                if living <= 2 and lawful:
                    found["fewer_births_reward", who] = 3000
            on = self.one_off_of_couple(couple, month, "gave_up_second_child", "second_child_waiver_award")
            if on and month >= (2011, 1) and self.place[:4] == "4108":
                both_later = all(
                    any(began > on for began, _, _ in self.own_children(parent).values()) for parent in (couple["husband"], couple["wife"])
                )
                if self.children_of_couple(couple, on) == (1, True) and not (both_later and self.choices["PC-37"] == "recover"):
                    found["second_child_waiver_award", who] = 5000
        return found

    # 独生子女父母奖励费

    def only_child_allowance(self, who, month):
        first, last = month_days(month)
        if self.place[:4] != "4108" or month < (2011, 1) or self.died(who) < first or not self.here(who, first, last):
            return 0
        if not self.confirmed(who, "only_child_parent_allowance", last):
            return 0
        alive = {child: row for child, row in self.own_children(who).items() if self.died(child) > first - DAY}
        before = [child for child, (began, _, _) in alive.items() if began < first]
        now = before or [child for child, (began, _, _) in alive.items() if began <= last]
        if len(now) != 1:
            return 0
        grown = self.reached(now[0], 18)
        young = grown > last if self.choices["PC-18"] == "until_month_before" else grown >= first
        issued_by = first - DAY if self.choices["PC-18"] == "next_month" else last
        parents = {parent for row in self.household["children"] if row["child"] == now[0] for parent in row["parents"]}
        certified = any(row["holder"] in parents and date(row["issued"]) <= issued_by for row in self.household["certificates"])
        return 20 if young and certified else 0

    # 村计生专职主任

    def village_director(self, who, month):
        """Whether it is due; no amount is stated."""
        first, last = month_days(month)
        if self.place[:4] != "3703" or not (2012, 10) <= month < (2017, 10) or self.died(who) < first or not self.here(who, first, last):
            return False
        if not self.confirmed(who, "village_director_allowance", last):
            return False
        village = self.case["village"]
        in_post = any(date(row["since"]) <= last and date(row.get("until")) > first for row in self.people[who]["post"])
        below = Fraction(village["income_per_person"][str(month[0] - 1)]) < self.value("city_income_per_person", month) * 12
        return in_post and village["poor"] and below

    # 淄博、焦作的其他项目

    def in_zibo(self, month):
        return self.place[:4] == "3703" and (2012, 10) <= month < (2017, 10)

    def recognised(self, kinds, first, last):
        rows = [row for row in self.household["status"] if row["kind"] in kinds]
        return any(date(row.get("since") or row["on"]) <= last and date(row.get("until")) > first for row in rows)

    def child_of(self, who, kinds, month):
        """Whether some parent's family is of a kind when the month begins or when it ends."""
        first, last = month_days(month)
        parents = {parent for row in self.household["children"] if row["child"] == who and row["origin"] != "step" for parent in row["parents"]}
        return any((self.kind_of(parent, day) or set()) & kinds for parent in parents for day in (first - DAY, last))

    def exam_bonus(self, who, month):
        first, last = month_days(month)
        sits = any(first <= date(row["on"]) <= last for row in self.people[who]["exams"])
        at_home = self.died(who) >= first and self.here(who, first, last) and self.rural(who, first, last)
        return self.place[:4] == "4108" and month >= (2011, 1) and sits and at_home and self.child_of(who, {"only_child"}, month)

    def undergraduate(self, who, month):
        first, last = month_days(month)
        days = [date(row["on"]) for row in self.people[who]["admission"] if row["level"] == "bachelor" and row["full_time"]]
        admitted = min((day for day in days if day >= datetime.date(2012, 10, 1)), default=NEVER)
        at_home = self.died(who) >= first and self.here(who, first, last)
        poor = self.recognised({"poor_household", "poverty_target"}, first, last)
        return self.in_zibo(month) and first <= admitted <= last and at_home and poor and self.child_of(who, {"only_child", "two_girls"}, month)

    def planned(self, who, day):
        children = [row for row in self.children(who, day, True).values() if row[0] <= day]
        return bool(children) and all(lawful for _, lawful, _ in children)

    def welfare(self, month):
        first, last = month_days(month)
        people = [who for who in self.people if self.died(who) >= first and self.here(who, first, last)]
        planned = any(self.planned(who, first - DAY) or self.planned(who, last) for who in people)
        confirmed = self.confirmed("household", "welfare_fund_relief", last)
        return self.in_zibo(month) and planned and self.recognised({"destitute_by_injury"}, first, last) and confirmed

    def referral(self, month):
        """Whether the household is handed over; NoValue where the income of the year is not there."""
        first, last = month_days(month)
        living = [who for who in self.people if self.died(who) >= first and self.here(who, first, last)]
        if not self.in_zibo(month) or not living or not self.recognised({"fp_hardship"}, first, last):
            return False
        if any(row["members"] and date(row["since"]) <= last and date(row.get("until")) > first for row in self.household["minimum_living"]):
            return False
        farmers = any(entry["kind"] == "rural" and self.local(entry.get("place")) for who in living for entry in self.hukou(who, first, last))
        income = [row for row in self.household["income"] if row["year"] == month[0]][-1]
        return Fraction(income["other_per_person_month"]) < self.line(farmers, month)

    def premium(self, year):
        """{beneficiary: yuan of the year}"""
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        premium, found = self.value("medical_premium", (year, 1)) * 12, {}
        kinds = {"3703": {"only_child"}, "4108": {"only_child", "two_girls"}}.get(self.place[:4], set())
        fits = [
            who for who in self.people
            if self.died(who) >= first and any((self.family_kind(who, day) or set()) & kinds for day in (first - DAY, last))
        ]  # fmt: skip
        share = Fraction(self.choices["PC-28"]) if self.choices["PC-28"] != "full" else 1
        if self.place[:4] == "3703" and 2013 <= year <= 2017:
            for who in fits:
                rows = [row for row in self.household["minimum_living"] if who in row["members"]]
                held = any(date(row["since"]) <= last and date(row.get("until")) > first for row in rows)
                if held and self.here(who, first, last) and self.confirmed(who, "medical_premium_subsidy", last):
                    found[who] = premium * share
        farmers = any(e["kind"] == "rural" and self.local(e.get("place")) for who in fits for e in self.hukou(who, first, last))
        if self.place[:4] == "4108" and year >= 2011 and farmers and self.confirmed("household", "medical_premium_subsidy", last):
            found["household"] = premium
        return found

    # 奖励扶助

    @functools.cache  # noqa: B019
    def reward_months(self, who, year):
        """The months of the year the reward counts, and its figure for the year; looked at without what excludes it."""
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        family, choices = self.choices["PC-29"] == "family", self.choices
        if year < 2004 or not self.here(who, first, last) or not self.rural(who, first, last):
            return []
        spouse = self.spouse(who, first - DAY)
        if spouse and not self.rural(spouse, first, last):
            return []
        of_age = self.reached(who, 60)
        counted = self.counted(who, family=family, cut=first - DAY, qualified=max(of_age, self.last_loss(who, last, family)))
        for began, lawful, _ in counted.values():
            if datetime.date(1973, 1, 1) <= began < datetime.date(2002, 1, 1) and not lawful:
                return []
        living = [child for child in counted if self.died(child) > last]
        girls = [child for child in living if self.people[child]["sex"] == "female"]
        if not (len(living) == 1 or len(living) == len(girls) == 2 or (counted and not living)):
            return []
        if not self.confirmed(who, "rural_reward", last):
            return []
        begins = {
            "annual_full": (of_age.year, 1),
            "half_year": (of_age.year, 1 if of_age.month <= 6 else 7),
            "month_of": (of_age.year, of_age.month),
            "next_month": (of_age.year, of_age.month + 1) if of_age.month < 12 else (of_age.year + 1, 1),
            "next_year": (of_age.year + 1, 1),
        }[choices["PC-01"]]
        died = self.died(who)
        ends = {"annual_full": 12, "half_year": 6 if died.month <= 6 else 12, "month_of_death": died.month}[choices["PC-02"]]
        return [(year, number) for number in range(1, 13) if (year, number) >= begins and (year, number) <= (died.year, ends)]

    def reward_rate(self, year):
        rate = [rate for since, rate in REWARD if since <= year][-1]
        if self.place.startswith("4108") and year >= 2011:
            return max(rate, 960) if self.choices["PC-25"] == "max" else max(rate, 840) + 120
        return rate

    def reward_wins(self, who, year):
        """PC-24 higher_of: what the reward alone comes to in the year is more than what the special assistance alone comes to."""
        special = sum(
            self.special_rate(who, (year, number), scheme)
            for number in range(1, 13) for scheme in SPECIAL if self.special(who, (year, number), scheme)
        )  # fmt: skip
        due = self.reward_months(who, year)
        return bool(due) and Fraction(self.reward_rate(year) * len(due), 12) > special

    # 低保增发

    def uplift(self, who, month):
        """Yuan a month, or None."""
        city = self.place[:4]
        since, until = {"3703": ((2012, 10), (2017, 10)), "5201": ((2013, 6), (9999, 1)), "6209": ((2011, 1), (9999, 1))}.get(city, ((9999, 1),) * 2)
        first, last = month_days(month)
        if not since <= month < until or (city == "6209" and not self.place.startswith("620921")):
            return None
        if self.died(who) < first or not self.here(who, first, last) or not self.confirmed(who, "minimum_living_uplift", last):
            return None
        whole_year = city == "5201" and self.choices["PC-11"] == "annual_full"
        begin, end = (datetime.date(month[0], 1, 1), datetime.date(month[0], 12, 31)) if whole_year else (first, last)
        held = [
            row for row in self.household["minimum_living"]
            if who in row["members"] and date(row["since"]) <= end and date(row.get("until")) > begin and (city != "5201" or row["kind"] == "rural")
        ]  # fmt: skip
        if not held:
            return None
        status = {
            row["kind"] for row in self.household["status"] if date(row.get("since", row.get("on"))) <= last and date(row.get("until")) > first
        }
        kinds = [self.family_kind(who, day) for day in (first - DAY, last)]
        if city == "3703" and "fp_hardship" not in status:
            return None
        if city == "5201" and not {"only_child", "two_girls"} & {kind for one in kinds for kind in one}:
            return None
        sterilised = "two_girls_sterilised" in status and any("two_girls" in one for one in kinds)
        if city == "6209" and not sterilised and not any("only_child" in one for one in kinds):
            return None
        subsidy = Fraction(max(held, key=lambda row: row["since"])["subsidy_month"])
        rural = any(row["kind"] == "rural" for row in held)
        if city == "3703":
            base = self.value("minimum_living_subsidy_tier", month) if self.choices["PC-10"] == "county_tier" else subsidy
            return {"pct20": base / 5, "flat10": Fraction(10), "max": max(base / 5, Fraction(10))}[self.choices["PC-09"]]
        if city == "5201":
            at = {"line_at_year_start": (month[0], 1), "line_at_year_end": (month[0], 12)}.get(self.choices["PC-11"], month)
            return self.line(rural, at) / 5
        if self.choices["PC-33"] == "on_difference":
            return subsidy / 10
        income = [row for row in self.household["income"] if row["year"] == month[0]]
        if not income:
            raise NoValue
        return max(self.line(rural, month) * Fraction(11, 10) - Fraction(income[-1]["other_per_person_month"]) - subsidy, Fraction(0))

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

    # 抚慰金

    def bereavement(self, month):
        """{beneficiary: yuan} for losses that fall due in the month."""
        if not self.place.startswith("5201") or month < (2013, 6):
            return {}
        first, last = month_days(month)
        issued = datetime.date(2013, 6, 9)
        struck = {}
        for who in self.people:
            loss = self.last_loss(who, last, False)
            if loss == datetime.date.min or (self.choices["PC-07"] == "not_paid" and loss < issued):
                continue
            due = max(loss, issued)
            counted = {child: row for child, row in self.own_children(who).items() if row[0] <= due}
            living = [child for child in counted if self.died(child) > due]
            if first <= due <= last and not living and self.only_one(counted) and self.died(who) > due:
                struck[who] = loss, due
        granted, homes = {}, 0
        for who, (loss, due) in struck.items():
            amount = Fraction((30000 if loss >= issued else 0) + 20000)
            divorced, together = self.parted(who, loss, due)
            apart = divorced and not together
            if self.choices["PC-06"] == "per_person":
                granted[who] = amount
            elif apart and self.choices["PC-08"] == "split_equally":
                granted[who] = amount / 2
            elif apart:
                if any(row["custody"] == who for row in self.household["children"] if who in row["parents"] and self.died(row["child"]) <= due):
                    granted[who] = amount
            elif self.people[who]["sex"] == "female" or not self.mother_struck(who, struck, due):
                homes += 1
                home_amount = amount
        if homes:
            granted["household"] = home_amount * homes
        return granted

    def parted(self, who, loss, due):
        divorced = together = False
        for couple in self.household["couples"]:
            pair = [couple["husband"], couple["wife"]]
            if who in pair:
                other = pair[1 - pair.index(who)]
                if self.last_loss(other, month_days((due.year, due.month))[1], False) != loss or self.died(other) <= due:
                    continue
                divorced |= couple["how"] == "divorced" and date(couple["ended"]) <= due
                together |= date(couple["married"]) <= due < date(couple["ended"])
        return divorced, together

    def mother_struck(self, who, struck, due):
        lost = [child for child, row in self.own_children(who).items() if row[0] <= due and self.died(child) <= due]
        parents = [parent for row in self.household["children"] if row["child"] in lost for parent in row["parents"]]
        mothers = [parent for parent in parents if parent in struck and self.people[parent]["sex"] == "female"]
        return any(self.parted(mother, *struck[mother]) != (True, False) for mother in mothers)


def _whole_years(months):
    return [year for year in sorted({year for year, _ in months}) if all((year, n) in months for n in range(1, 13))]


def rights(case):
    """{(scheme, beneficiary): months} of what is granted without an amount."""
    reading, found = Reading(case), {}
    for month in months_of(case):
        met = [("welfare_fund_relief", "household")] if reading.welfare(month) else []
        met += [("minimum_living_referral", "household")] if reading.referral(month) else []
        for who in reading.people:
            met += [("village_director_allowance", who)] if reading.village_director(who, month) else []
            met += [("exam_bonus", who)] if reading.exam_bonus(who, month) else []
            met += [("new_undergraduate_relief", who)] if reading.undergraduate(who, month) else []
        for key in met:
            found[key] = found.get(key, 0) + 1
    months = list(months_of(case))
    return found | oracle_guiyang.rights(reading, months, _whole_years(months))


def amounts(case):
    """{(scheme, beneficiary): fen, or None where a figure is missing} over the window; what is not given is absent."""
    reading, found = Reading(case), {}
    months = list(months_of(case))
    years = _whole_years(months)
    for who in reading.people:
        higher = reading.choices["PC-24"] == "higher_of"
        for scheme in SPECIAL:
            met = [month for month in months if reading.special(who, month, scheme) and not (higher and reading.reward_wins(who, month[0]))]
            _put(found, scheme, who, met, lambda month, who=who, scheme=scheme: reading.special_rate(who, month, scheme))
        if complication := sum(reading.complication(who, month) for month in months):
            found["surgical_complication_assistance", who] = complication * 100
        if allowance := sum(reading.only_child_allowance(who, month) for month in months):
            found["only_child_parent_allowance", who] = allowance * 100
        yearly = reading.choices["PC-11"] != "monthly" and reading.place.startswith("5201")
        uplift = _uplift(reading, who, [month for month in months if not yearly or month[0] in years], yearly)
        if uplift != 0:
            found["minimum_living_uplift", who] = uplift
        total = 0
        for year in years:
            special = any(reading.special(who, (year, n), scheme) for n in range(1, 13) for scheme in SPECIAL)
            due = reading.reward_months(who, year)
            if higher and due and special and not reading.reward_wins(who, year):
                continue
            if due and not (special and reading.choices["PC-24"] == "special_only"):
                total += half_up(Fraction(reading.reward_rate(year) * 100 * len(due), 12))
        if total:
            found["rural_reward", who] = total
    for year in years:
        for who, yuan in reading.premium(year).items():
            found["medical_premium_subsidy", who] = found.get(("medical_premium_subsidy", who), 0) + half_up(yuan * 100)
    for month in months:
        for key, yuan in reading.couples_one_offs(month).items():
            found[key] = found.get(key, 0) + yuan * 100
        for who, yuan in reading.bereavement(month).items():
            found["bereavement_lump_sum", who] = found.get(("bereavement_lump_sum", who), 0) + half_up(yuan * 100)
    return found | oracle_guiyang.amounts(reading, months, years)


def _put(found, scheme, who, met, rate):
    """Months of whole-yuan rates add up exactly; months without a figure are left out and noted."""
    for month in met:
        try:
            found[scheme, who] = (found.get((scheme, who)) or 0) + rate(month) * 100
        except NoValue:
            found.setdefault((scheme, who, "unknown"), True)


def _uplift(reading, who, months, yearly):
    """Fen: months at one rate are added exactly and rounded once, anew each year and each time the rate changes."""
    runs, missing_years = [], set()
    for month in months:
        try:
            rate = reading.uplift(who, month)
        except NoValue:
            missing_years.add(month[0])
            continue
        if rate is None or rate == 0:
            continue
        last = runs[-1] if runs else None
        joins = last and last["rate"] == rate and last["end"] == (month[0] * 12 + month[1] - 1) and (month[1] != 1 or (rate * 100).denominator == 1)
        if joins:
            last["months"] += 1
        else:
            runs.append({"rate": rate, "months": 1, "year": month[0]})
            last = runs[-1]
        last["end"] = month[0] * 12 + month[1]
    return sum(half_up(run["rate"] * 100 * run["months"]) for run in runs if not (yearly and run["year"] in missing_years))
