"""The second reading of the 贵阳 schemes (筑委厅字〔2013〕89号): plain Python, straight from the document, on top of `oracle.Reading`."""
import datetime
import functools
from fractions import Fraction

ISSUED = datetime.date(2013, 6, 9)
IN_FORCE = (2013, 6)
NEVER = datetime.date.max
DAY = datetime.timedelta(days=1)
BODILY = {"visual", "hearing", "speech", "physical", "multiple"}
AID = {"primary": 500, "junior": 1000, "senior": 3000, "university": 5000}


def date(text):
    return NEVER if text is None else datetime.date.fromisoformat(text)


def bounds(month):
    """First and last day of (year, month)."""
    first = datetime.date(*month, 1)
    return first, (datetime.date(month[0] + month[1] // 12, month[1] % 12 + 1, 1)) - DAY


def half_up(amount):
    return int(amount + Fraction(1, 2))


class Guiyang:
    """One complete case of a place in 贵阳."""

    def __init__(self, reading, months, years):
        self.reading, self.months, self.years = reading, [month for month in months if month >= IN_FORCE], [year for year in years if year >= 2013]
        self.household, self.people, self.choices = reading.household, reading.people, reading.choices

    def amounts(self):
        """{(scheme, beneficiary): fen}; an area in hundredths."""
        found = {}
        for who in self.people:
            found["complication_lump_sum", who] = sum(20_000_00 for month in self.months if self.first_grade_one(who, month))
            found["complication_living_allowance", who] = 100 * sum(self.allowance(who, month) for month in self.months)
            found["college_award", who] = 100 * sum(self.award(who, month) for month in self.months)
            found["disabled_parent_student_aid", who] = 100 * sum(self.aid(who, year) for year in self.years)
            found["catastrophic_reimbursement", who] = sum(self.reimbursed(who, year) for year in self.years)
        found["project_fund", "household"] = 100 * self.fund()
        found["poverty_aid_uplift", "household"] = sum(self.rise(month) for month in self.months)
        found["three_combination_cash", "household"] = 100 * sum(self.cash(year) for year in self.years)
        found["rural_house_title", "household"] = 260_00 if any(self.titled(month) for month in self.months) else 0
        found["village_support_uplift", "village"] = sum(self.supported(year) for year in self.years)
        return {key: fen for key, fen in found.items() if fen}

    def rights(self):
        """{(scheme, beneficiary): months} of what is in no ledger."""
        found = {("catastrophic_reimbursement", who): 12 * sum(self.reimbursed(who, year) > 0 for year in self.years) for who in self.people}
        found["public_rental_housing", "household"] = sum(self.housed(month) for month in self.months)
        found["rural_house_title", "household"] = sum(self.titled(month) for month in self.months)
        return {key: months for key, months in found.items() if months}

    # families

    def family(self, who, day):
        """(all within the policy, ever, living, living girls) of somebody's own and the present spouse's children."""
        children = {child: row for child, row in self.reading.children(who, day, True).items() if row[0] <= day}
        living = [child for child in children if self.reading.died(child) > day]
        girls = [child for child in living if self.people[child]["sex"] == "female"]
        return all(lawful for _, lawful, _ in children.values()), len(children), len(living), len(girls)

    def kinds(self, who, day):
        lawful, ever, living, girls = self.family(who, day)
        if not lawful:
            return set()
        kinds = {"planned"} if ever else set()
        if living == 1:
            kinds |= {"only_child", "one_girl" if girls else "one_boy"}
        if ever and not living and self.choices["PC-34"] == "yes":
            kinds.add("only_child")
        if living == girls == 2:
            kinds.add("two_girls")
        return kinds

    def kinds_in(self, who, month):
        first, last = bounds(month)
        return self.kinds(who, first - DAY) | self.kinds(who, last)

    def farmer(self, who, month):
        entries = self.reading.hukou(who, *bounds(month))
        return any(entry["kind"] == "rural" and self.local(entry.get("place")) for entry in entries)

    def local(self, place):
        mine = self.reading.place
        return place is None or place[:6] == mine[:6] or (place[:4] == mine[:4] and "00" in (place[4:6], mine[4:6]))

    def at_home(self, month):
        """Who lives and is at home here."""
        return [who for who in self.people if self.reading.died(who) >= bounds(month)[0]]

    def parents(self, who):
        return [parent for row in self.household["children"] if row["child"] == who and row["origin"] != "step" for parent in row["parents"]]

    def given(self, scheme, beneficiary):
        window = self.reading.case["from"], self.reading.case["to"]
        rows = [row for row in self.reading.case.get("paid", ()) if (row["scheme"], row["beneficiary"]) == (scheme, beneficiary)]
        return any(row["to"] < window[0] or row["from"] > window[1] for row in rows)

    def status(self, kind, first, last):
        rows = [row for row in self.household["status"] if row["kind"] == kind]
        return any(date(row.get("since", row.get("on"))) <= last and date(row.get("until")) > first for row in rows)

    def on_allowance(self, who, first, last):
        rows = self.household["minimum_living"]
        return any(who in row["members"] and date(row["since"]) <= last and date(row.get("until")) > first for row in rows)

    # item 12

    def first_grade_one(self, who, month):
        first, last = bounds(month)
        days = [date(row["since"]) for row in self.people[who]["complication"] if row["grade"] == 1 and row["certified"]]
        appraised = min((day for day in days if day >= ISSUED), default=NEVER)
        if not first <= appraised <= last or self.given("complication_lump_sum", who):
            return False
        return self.reading.died(who) >= first and self.reading.here(who, first, last)

    def allowance(self, who, month):
        """Yuan a month."""
        first, last = bounds(month)
        by = last if self.choices["PC-15"] == "month_of" else first - DAY
        if self.reading.died(who) < first or not self.reading.here(who, first, last):
            return 0
        if not self.reading.confirmed(who, "complication_living_allowance", by):
            return 0
        rows = self.people[who]["complication"]
        held = [row for row in rows if row["certified"] and date(row["since"]) <= by and date(row.get("until")) >= first]
        if not held:
            return 0
        figure = {1: 0, 2: 1000, 3: 500, 4: 500}[max(held, key=lambda row: row["since"])["grade"]]
        national = self.reading.complication(who, month) if self.choices["PC-14"] == "city_inclusive_of_national" else 0
        return max(figure - national, 0)

    def award(self, who, month):
        first, last = bounds(month)
        admitted = min((day for row in self.people[who]["admission"] if (day := date(row["on"])) >= ISSUED), default=NEVER)
        if not first <= admitted <= last or self.given("college_award", who):
            return 0
        if self.reading.died(who) < first or not self.reading.here(who, first, last):
            return 0
        poor = self.on_allowance(who, first, last)
        named = any({"one_girl", "two_girls"} & self.kinds_in(parent, month) and self.farmer(parent, month) for parent in self.parents(who))
        planned = any("planned" in self.kinds_in(parent, month) for parent in self.parents(who))
        if not named and not (self.choices["PC-13"] == "any_dibao_fp_family" and poor and planned):
            return 0
        if self.choices["PC-12"] == "replaces":
            return 6000 if poor else 1000
        return (1000 if named else 0) + (6000 if poor else 0)

    def aid(self, who, year):
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        by_school_year = self.choices["PC-16"] == "school_year"
        begin, end = (datetime.date(year, 9, 1), datetime.date(year, 9, 30)) if by_school_year else (first, last)
        if self.reading.died(who) < begin or not self.reading.here(who, first, last):
            return 0
        rows = [row for row in self.people[who]["school"] if row["stage"] in AID and date(row["since"]) <= end and date(row.get("until")) > begin]
        if not rows or not self.reading.confirmed(who, "disabled_parent_student_aid", last):
            return 0
        stage = (max if by_school_year else min)(rows, key=lambda row: row["since"])["stage"]
        for parent in self.parents(who):
            lawful = self.family(parent, first - DAY)[0]
            if lawful and self.reading.died(parent) >= first and any(self.unable(row, first, last) for row in self.people[parent]["disability"]):
                return AID[stage]
        return 0

    @staticmethod
    def unable(row, first, last):
        in_year = date(row["since"]) <= last and date(row.get("until")) > first
        return in_year and row["kind"] in BODILY and row["lost_labour"] and row["certified"]

    # items 7, 8, 11, 17, 18

    @functools.cache  # noqa: B019
    def tier(self, day, month):
        """The figure of the project fund if everything is there on a day; the hukou is that of the month."""
        able = self.status("able_to_run_project", day, day)
        honest = self.status("integrity_programme", day, day)
        kinds = set().union(*(self.kinds(who, day) for who in self.at_home(month) if self.farmer(who, month)))
        if not able:
            return 0
        if "one_girl" in kinds and honest:
            return 8000
        others = bool(kinds & {"one_boy", "two_girls"})
        lower = {
            "one_girl_only": others,
            "integrity_required_for_all": others and honest,
            "fallback_6000": others or "one_girl" in kinds,
        }[self.choices["PC-17"]]
        return 6000 if lower else 0

    def fund(self):
        """Once: of the first month of the calculated years in which it has all come together."""
        placed = any(row["development_fund"] for row in self.household.get("project_grants", ()))
        if self.given("project_fund", "household") or placed or not self.months:
            return 0
        for month in ((year, number) for year in range(self.months[0][0], self.months[-1][0] + 1) for number in range(1, 13)):
            first, last = bounds(month)
            if month < IN_FORCE:
                continue
            already = first > ISSUED and self.tier(first - DAY, month)
            if self.tier(last, month) and not already:
                return self.tier(last, month) if month in self.months else 0
        return 0

    def rise(self, month):
        first, last = bounds(month)
        if not any("planned" in self.kinds_in(who, month) and self.farmer(who, month) for who in self.at_home(month)):
            return 0
        standard = sum(Fraction(row["standard"]) for row in self.household["poverty_grants"] if first <= date(row["on"]) <= last)
        return half_up(standard * 30)

    def cash(self, year):
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        living = [who for who in self.people if self.reading.died(who) >= first]
        if not living or not self.status("poor_household", first, last):
            return 0
        if not self.reading.confirmed("household", "three_combination_cash", last):
            return 0
        return 1000 if any(self.on_allowance(who, first, last) for who in living) else 500

    def reimbursed(self, who, year):
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        if self.reading.died(who) < first or not self.reading.here(who, first, last):
            return 0
        rows = [row for row in self.household["medical"] if (row["member"], row["year"]) == (who, year)]
        cost = sum((Fraction(row["own_compliant_cost"]) for row in rows), Fraction(0))
        if cost <= 5000:
            return 0
        return half_up((cost - (5000 if self.choices["PC-27"] == "excess" else 0)) * 50)

    def housed(self, month):
        housing = self.household["housing"]
        small = Fraction(housing["urban_area_per_person"]) <= 15 and housing["middle_lower_income"]
        return small and any("planned" in self.kinds_in(who, month) for who in self.at_home(month))

    def titled(self, month):
        return any({"only_child", "two_girls"} & self.kinds_in(who, month) and self.farmer(who, month) for who in self.at_home(month))

    def supported(self, year):
        village = self.reading.case.get("village")
        if village is None or not village["poor"] or any(village["out_of_policy_births"][str(year - back)] for back in (1, 2, 3)):
            return 0
        return half_up(Fraction(village["support_standard"]) * 20)


def amounts(reading, months, years):
    return Guiyang(reading, months, years).amounts() if reading.place.startswith("5201") else {}


def rights(reading, months, years):
    return Guiyang(reading, months, years).rights() if reading.place.startswith("5201") else {}
