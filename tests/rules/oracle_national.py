"""The second reading of the national schemes: 奖励扶助, 特别扶助, 手术并发症, 少生快富 and 放弃二孩, 独生子女父母奖励费 (`oracle.py`)."""
import datetime
import functools
from fractions import Fraction

from tests.rules.oracle_family import DAY, NEVER, Family, NoValue, date, month_days

REWARD = [(2004, 600), (2009, 720), (2012, 960)]
DEATH = [("2008-01", 100), ("2012-01", 135), ("2014-01", (340, 170)), ("2016-01", None), ("2022-01", 450), ("2022-07", 590)]
DISABILITY = [("2008-01", 80), ("2012-01", 110), ("2014-01", (270, 150)), ("2016-01", None), ("2022-01", 350), ("2022-07", 460)]
SPECIAL = ("special_assistance_death", "special_assistance_disability")


class National(Family):
    """What the nation's documents say."""

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
