"""The second reading of what 淄博, 焦作, 贵阳 and 金塔 add: 低保增发, 抚慰金 and the smaller schemes (`oracle.py`)."""
import datetime
from fractions import Fraction

from tests.rules.oracle_family import DAY, NEVER, Family, NoValue, date, month_days


class Cities(Family):
    """What the cities' documents say."""

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
