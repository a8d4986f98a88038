"""Families nobody would think of: drawn from a seed, in the evaluation format."""
import datetime
import random

PLACES = ["210100", "410802", "520115", "370303", "620921", "410802", "520115"]
READINGS = {
    "PC-01": ["half_year", "month_of", "next_month", "next_year"], "PC-02": ["half_year", "month_of_death"],
    "PC-03": ["next_month", "annual_full", "from_confirmation"], "PC-04": ["stop_in_event_month", "annual_full"],
    "PC-05": ["month_of", "next_year"], "PC-06": ["per_person"], "PC-07": ["topup_existing"], "PC-08": ["custodial_parent_only"],
    "PC-09": ["flat10", "max"], "PC-10": ["household_subsidy"], "PC-10b": ["month_of"],
    "PC-11": ["annual_full", "line_at_year_start", "line_at_year_end"], "PC-24": ["both", "higher_of"], "PC-25": ["delta_on_floor"],
    "PC-15": ["month_of"], "PC-18": ["next_month", "until_month_before"], "PC-28": ["0.5", "0.3333"], "PC-29": ["family"],
    "PC-31": ["first_of_march"], "PC-33": ["line_uplift"], "PC-34": ["no"], "PC-36": ["from_qualifying_date"],
    "PC-37": ["keep"],
}  # fmt: skip
CITY_READINGS = {
    "PC-12": ["additive"], "PC-13": ["any_dibao_fp_family"], "PC-14": ["city_inclusive_of_national"], "PC-16": ["calendar"],
    "PC-17": ["integrity_required_for_all", "fallback_6000"], "PC-27": ["whole_amount"],
}  # fmt: skip


class Draw:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.grants = random.Random(f"grants {seed}")
        self.more = random.Random(f"more {seed}")  # what came to be drawn later, so that the families stay as they were
        self.seed = seed
        self.members, self.couples, self.children = [], [], []

    def date(self, first, last):
        """A day; month ends, leap days and the first of a month come up more often than they should."""
        day = datetime.date.fromordinal(self.chance.randint(datetime.date(first, 1, 1).toordinal(), datetime.date(last, 12, 31).toordinal()))
        kind = self.chance.random()
        if kind < 0.1:
            day = day.replace(day=1)
        elif kind < 0.15:
            day = datetime.date(day.year // 4 * 4, 2, 29)
        elif kind < 0.2:
            day = day.replace(month=12, day=31)
        return day

    def money(self, least, most):
        return f"{self.chance.randint(least, most)}.{self.chance.randint(0, 99):02d}"

    def maybe(self, probability):
        return self.chance.random() < probability

    def member(self, who, sex, born, *, rural, dies=0.1, dies_from=None):
        died = self.date(max(born.year + 1, dies_from or born.year + 1), 2023) if self.maybe(dies) else None
        entries = [{"since": born.isoformat(), "kind": "rural" if rural else "urban", "place": None}]
        if self.maybe(0.12):
            change = self.date(2005, 2023)
            if change > born:
                entries[0]["until"] = change.isoformat()
                place = self.chance.choice([None, "310104", "410803", "520100", "520115102000"])
                entries.append({"since": change.isoformat(), "kind": self.chance.choice(["rural", "urban"]), "place": place})
        self.members.append({
            "id": who, "sex": sex, "born": born.isoformat(), "died": died.isoformat() if died and died >= born else None, "hukou": entries,
            "disability": [], "complication": self.complications(), "school": self.schools(born), "admission": self.admissions(born),
            "exams": self.exams(born), "post": self.posts(),
        })  # fmt: skip
        return self.members[-1]

    def day(self, first, last):
        """A day, on the first or the last of a month more often than it should be."""
        day = datetime.date(self.more.randint(first, last), self.more.randint(1, 12), self.more.randint(1, 28))
        edge = self.more.random()
        return day.replace(day=1) if edge < 0.15 else day.replace(day=1) - datetime.timedelta(days=1) if edge < 0.3 else day

    def often(self, probability):
        return self.more.random() < probability

    def complications(self):
        entries = []
        while len(entries) < 2 and self.often(0.15 if not entries else 0.4):
            since = entries[-1].get("until") if entries and self.often(0.7) else None
            since = since or self.day(2006, 2014).isoformat()
            if entries and since <= entries[-1]["since"]:
                break
            if entries and "until" not in entries[-1]:
                entries[-1]["until"] = since
            entries.append({"since": since, "grade": self.more.choice([1, 2, 3, 4]), "certified": self.often(0.85)})
            until = self.day(2012, 2023).isoformat()
            if self.often(0.5) and until > since:
                entries[-1]["until"] = until
        return entries

    def schools(self, born):
        stages = [(6, "primary"), (12, "junior"), (15, self.more.choice(["senior", "senior", "vocational"])), (18, "university")]
        ends = {6: 12, 12: 15, 15: 18, 18: 22}
        return [
            {"since": f"{born.year + age}-09-01", "until": f"{born.year + ends[age]}-07-01", "stage": stage}
            for age, stage in stages if self.often(0.7)
        ]  # fmt: skip

    def admissions(self, born):
        count = self.more.choice([0, 1, 1, 2])
        return [
            {"on": self.day(born.year + 17, born.year + 20).isoformat(), "level": self.more.choice(["bachelor", "bachelor", "associate"]),
             "full_time": self.often(0.8)} for _ in range(count)
        ]  # fmt: skip

    def exams(self, born):
        count = self.more.choice([0, 1, 1, 2])
        return [{"on": self.day(born.year + 14, born.year + 17).isoformat(), "kind": "senior_entrance"} for _ in range(count)]

    def posts(self):
        if not self.often(0.3):
            return []
        entry = {"since": self.day(2005, 2014).isoformat(), "kind": "village_fp_director"}
        until = self.day(2012, 2020).isoformat()
        return [entry | ({"until": until} if self.often(0.4) and until > entry["since"] else {})]

    def lists(self, everybody, year):
        """The lists of the household that came later, and the village."""
        certificates = []
        if self.often(0.6):
            certificates = [{"kind": "only_child", "holder": self.more.choice(everybody[:2]), "issued": self.day(1990, 2014).isoformat()}]
        events = [
            {"kind": kind, "on": self.day(year, year).isoformat()} for kind in ("gave_up_second_child", "fewer_births_pledge") if self.often(0.6)
        ]
        kinds = ("destitute_by_injury", "integrity_programme", "able_to_run_project", "poverty_target")
        statuses = [{"kind": kind, "since": self.day(2008, 2015).isoformat()} for kind in kinds if self.often(0.5)]
        village = {
            "place": "520115102201", "poor": self.often(0.8), "support_standard": f"{self.more.randint(1000, 300000)}.00",
            "income_per_person": {str(y): f"{self.more.randint(4000, 12000)}.00" for y in range(2004, 2026)},
            "out_of_policy_births": {str(y): self.more.choice([0, 0, 0, 0, 1]) for y in range(2001, 2026)},
        }  # fmt: skip
        return events + statuses, {
            "certificates": certificates,
            "housing": {"urban_area_per_person": self.more.choice(["12.34", "15.00", "15.01"]), "middle_lower_income": self.often(0.7)},
            "medical": [
                {"year": year, "member": who, "own_compliant_cost": f"{self.more.choice([3000, 5000, 5001, 18000])}.{self.more.randint(0, 99):02d}"}
                for who in everybody if self.often(0.3)
            ],
            "poverty_grants": [
                {"on": self.day(year, year).isoformat(), "kind": self.more.choice(["industry", "materials"]), "standard": f"{n * 1000}.55"}
                for n in range(self.more.choice([0, 1, 2]))
            ],
            "project_grants": [
                {"on": self.grants.choice([f"{year}-03-31", f"{year}-04-01"]), "development_fund": self.grants.random() < 0.3, "amount": "3900.05"}
                for n in range(self.grants.choice([0, 0, 0, 1, 2]))
            ],
            "support_received": [{"year": year, "amount": f"{self.more.randint(0, 9000)}.00"}],
        }, village  # fmt: skip

    def child(self, who, parents, first, last, rural):
        sex = self.chance.choice(["male", "female"])
        born = self.date(first, last)
        child = self.member(who, sex, born, rural=rural, dies=0.4, dies_from=2004)
        for _ in range(self.chance.choice([0, 0, 0, 1, 1, 2])):
            since = self.date(max(first, 2000), 2022)
            entry = {"since": since.isoformat(), "grade": self.chance.choice([1, 2, 3, 3, 4]), "kind": "physical", "lost_labour": True}
            entry["certified"] = self.maybe(0.85)
            if self.maybe(0.3):
                until = self.date(since.year, 2024)
                if until > since:
                    entry["until"] = until.isoformat()
            child["disability"].append(entry)
        origin, since = "birth", None
        if self.maybe(0.12):
            origin = "adoption"
            since = self.date(born.year, 2023).isoformat() if self.maybe(0.8) else None
        self.children.append({
            "child": who, "parents": list(parents), "origin": origin, "since": since, "within_policy": self.maybe(0.8),
            "custody": self.chance.choice([None, *parents]),
        })  # fmt: skip

    def case(self):
        rural = self.maybe(0.7)
        wife_born = self.date(1934, 1975) if self.maybe(0.9) else self.date(1925, 1934)
        if self.often(0.3):
            wife_born = self.day(1964, 1975)
        husband_born = wife_born - datetime.timedelta(days=self.chance.randint(-2000, 3000))
        self.member("husband", "male", husband_born, rural=rural or self.maybe(0.1), dies=0.15, dies_from=2005)
        self.member("wife", "female", wife_born, rural=rural or self.maybe(0.1), dies=0.1, dies_from=2005)
        married = self.date(wife_born.year + 20, wife_born.year + 26)
        ended, how = None, None
        if self.maybe(0.25):
            ended, how = self.date(max(married.year + 1, 1990), 2022).isoformat(), "divorced"
            ended, how = (ended, how) if ended > married.isoformat() else (None, None)
        self.couples.append({"husband": "husband", "wife": "wife", "married": married.isoformat(), "ended": ended, "how": how})
        for n in range(self.chance.choice([0, 1, 1, 1, 1, 1, 2, 2, 2, 3])):
            self.child(f"child{n}", ("husband", "wife"), max(married.year, 1962), max(married.year, 1962) + 20, rural)
        if ended and self.maybe(0.6):
            self.remarry(ended, rural)
        if self.maybe(0.1):
            grown = [member for member in self.members if member["id"].startswith("child")]
            if grown:
                self.child("grandchild", (grown[0]["id"],), 2000, 2015, rural)
        return self.around()

    def remarry(self, ended, rural):
        new = datetime.date.fromisoformat(ended) + datetime.timedelta(days=self.chance.randint(0, 3000))
        self.member("second", "male", self.date(1940, 1970), rural=rural)
        self.couples.append({"husband": "second", "wife": "wife", "married": new.isoformat(), "ended": None, "how": None})
        if self.maybe(0.6):
            self.child("stepchild", ("second",), 1965, 1995, rural)
            self.children.append({
                "child": "stepchild", "parents": ["wife"], "origin": "step", "since": new.isoformat(), "within_policy": True, "custody": None,
            })  # fmt: skip

    def strike(self, year):
        """The couple's children die, mostly within the year, some on one day."""
        day = self.date(year, year)
        for member in self.members:
            if member["id"].startswith(("child", "grandchild")) and member["born"] < f"{year}":
                died = (day if self.maybe(0.7) else self.date(year, year)).isoformat()
                member["died"] = max(died, member["born"])  # a leap day drawn may lie before the year

    def hard_times(self, year, everybody):
        """What the city's sums are about: children at school or just admitted, a parent unable to work, an operation that went wrong."""
        for member in self.members:
            if self.often(0.4):
                member["admission"] = [
                    {"on": self.day(year, year + 1).isoformat(), "level": "bachelor", "full_time": True} for _ in range(self.more.choice([1, 2]))
                ]
            if self.often(0.4):
                since = self.more.choice([f"{year}-09-01", f"{year}-09-30", f"{year}-10-01", f"{year - 2}-09-01"])
                until = self.day(year + 1, year + 3)
                stage = self.more.choice(["primary", "junior", "senior", "university"])
                member["school"] = [{"since": f"{year - 4}-09-01", "until": f"{year}-07-01", "stage": "primary"}] * self.often(0.5)
                member["school"] = [*member["school"], {"since": since, "until": until.isoformat(), "stage": stage}]
            if self.often(0.4):
                kind = self.more.choice(["physical", "physical", "hearing", "mental"])
                entry = {"since": self.day(2005, year).isoformat(), "grade": 2, "kind": kind, "lost_labour": self.often(0.8)}
                member["disability"] = [*member["disability"], entry | {"certified": self.often(0.8)}]
            if self.often(0.2):
                member["complication"] = [{"since": self.day(year, year).isoformat(), "grade": 1, "certified": self.often(0.8)}]
        scheme = self.more.choice(["complication_living_allowance", "disabled_parent_student_aid", "three_combination_cash"])
        who = "household" if scheme == "three_combination_cash" else self.more.choice(everybody)
        confirmation = {"scheme": scheme, "beneficiary": who, "on": self.day(year - 1, year + 1).isoformat()}
        return [confirmation] if self.often(0.3) else []

    def around(self):
        place = self.chance.choice(PLACES)
        choices = {name: self.chance.choice(readings) for name, readings in READINGS.items() if self.maybe(0.15)}
        years = [2005, 2008, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2021, 2022, 2023]
        if choices.get("PC-24") == "higher_of":
            years = [2011, 2012, 2013]  # what cannot be compared for want of a figure is unknown, of which the second reading knows nothing
        year = self.chance.choice(years)
        if place == "520115" and self.maybe(0.5):
            year = self.chance.choice([2013, 2014])
            self.strike(year)
        first = f"{year}-01" if self.maybe(0.7) else f"{year}-{self.chance.randint(1, 12):02d}"
        last = f"{year + (0 if 'PC-24' in choices else self.chance.choice([0, 0, 1, 2]))}-12"
        everybody = [member["id"] for member in self.members]
        household = {
            "members": self.members, "couples": self.couples, "children": self.children, "certificates": [],
            "minimum_living": [], "status": [], "confirmations": [],
            "income": [{"year": year, "other_per_person_month": self.money(10, 150)} for year in range(2004, 2026)],
        }  # fmt: skip
        for _ in range(self.chance.choice([0, 1, 1, 2])):
            since = self.date(2008, 2016)
            period = {"since": since.isoformat(), "until": None, "kind": self.chance.choice(["rural", "rural", "urban"])}
            period["members"] = [who for who in everybody if self.maybe(0.8)]
            period["subsidy_month"] = f"{self.chance.randint(20, 200)}.{self.chance.choice(['00', '00', '33', '67'])}"
            until = self.date(since.year, 2020)
            if self.maybe(0.4) and until > since:
                period["until"] = until.isoformat()
            household["minimum_living"].append(period)
        for kind in ("fp_hardship", "two_girls_sterilised", "poor_household"):
            if self.maybe(0.5):
                household["status"].append({"kind": kind, "since": self.date(2008, 2015).isoformat()})
        if self.maybe(0.15):
            scheme = self.chance.choice(["rural_reward", "special_assistance_death", "special_assistance_disability", "minimum_living_uplift"])
            scheme = self.more.choice([scheme, "surgical_complication_assistance", "only_child_parent_allowance", "medical_premium_subsidy"])
            on = self.date(year - 1, year + 1).isoformat()
            household["confirmations"].append({"scheme": scheme, "beneficiary": self.chance.choice(["husband", "wife"]), "on": on})
        if self.often(0.15):
            scheme = self.more.choice(["fewer_births_reward", "second_child_waiver_award", "welfare_fund_relief", "medical_premium_subsidy"])
            who = "household" if scheme in ("welfare_fund_relief", "medical_premium_subsidy") else "couple:husband+wife"
            household["confirmations"].append({"scheme": scheme, "beneficiary": who, "on": self.day(year - 1, year + 1).isoformat()})
        for member in self.members[2:]:
            if self.often(0.5):
                member["admission"].append({"on": self.day(year, year).isoformat(), "level": "bachelor", "full_time": True})
                member["exams"].append({"on": self.day(year, year).isoformat(), "kind": "senior_entrance"})
        statuses, lists, village = self.lists(everybody, year)
        household["status"] += statuses
        case = {"place": place, "from": first, "to": last, "household": household | lists, "values": self.values(place), "choices": choices}
        if place == "520115":
            self.more = random.Random(f"city {self.seed}")
            choices |= {name: self.more.choice(readings) for name, readings in CITY_READINGS.items() if self.often(0.2)}
            household["confirmations"] += self.hard_times(year, everybody) if self.often(0.6) else []
        return case | {"village": village}

    def values(self, place):
        def value(name, since, amount, unit="yuan per person per month"):
            return {"place": place, "name": name, "since": since, "value": amount, "unit": unit, "cite": "样例"}

        return [
            value("rural_minimum_living_line", "2004-01-01", f"{self.chance.randint(1000, 3000)}.00", "yuan per person per year"),
            value("rural_minimum_living_line", f"{self.chance.randint(2012, 2016)}-07-01", self.money(100, 300)),
            value("urban_minimum_living_line", "2004-01-01", f"{self.chance.randint(200, 500)}.00"),
            value("medical_premium", "2004-01-01", f"{self.more.randint(10, 200)}.00", "yuan per person per year"),
            value("city_income_per_person", "2004-01-01", f"{self.more.randint(6000, 11000)}.00", "yuan per person per year"),
            value("minimum_living_subsidy_tier", "2004-01-01", self.chance.choice(["50.00", "52.33", "80.00"])),
        ]


def family(seed):
    """One complete case."""
    return Draw(seed).case()
