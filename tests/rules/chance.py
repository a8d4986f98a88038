"""Families nobody would think of: drawn from a seed, in the evaluation format, with or without holes in what is recorded."""
import copy
import datetime
import random

PLACES = ["210100", "410802", "520115", "370303", "620921", "410802", "520115"]
READINGS = {
    "PC-01": ["half_year", "month_of", "next_month", "next_year"], "PC-02": ["half_year", "month_of_death"],
    "PC-03": ["next_month", "annual_full", "from_confirmation"], "PC-04": ["stop_in_event_month", "annual_full"],
    "PC-05": ["month_of", "next_year"], "PC-06": ["per_person"], "PC-07": ["topup_existing"], "PC-08": ["custodial_parent_only"],
    "PC-09": ["flat10", "max"], "PC-10": ["household_subsidy"], "PC-10b": ["month_of"],
    "PC-11": ["annual_full", "line_at_year_start", "line_at_year_end"], "PC-24": ["both", "higher_of"], "PC-25": ["delta_on_floor"],
    "PC-29": ["family"],
    "PC-31": ["first_of_march"], "PC-33": ["line_uplift"], "PC-34": ["no"], "PC-36": ["from_qualifying_date"],
}  # fmt: skip


class Draw:
    def __init__(self, seed):
        self.chance = random.Random(seed)
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
            "disability": [], "complication": [], "school": [], "admission": [], "exams": [], "post": [],
        })  # fmt: skip
        return self.members[-1]

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
                member["died"] = (day if self.maybe(0.7) else self.date(year, year)).isoformat()

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
            on = self.date(year - 1, year + 1).isoformat()
            household["confirmations"].append({"scheme": scheme, "beneficiary": self.chance.choice(["husband", "wife"]), "on": on})
        return {"place": place, "from": first, "to": last, "household": household, "values": self.values(place), "choices": choices}

    def values(self, place):
        def value(name, since, amount, unit="yuan per person per month"):
            return {"place": place, "name": name, "since": since, "value": amount, "unit": unit, "cite": "样例"}

        return [
            value("rural_minimum_living_line", "2004-01-01", f"{self.chance.randint(1000, 3000)}.00", "yuan per person per year"),
            value("rural_minimum_living_line", f"{self.chance.randint(2012, 2016)}-07-01", self.money(100, 300)),
            value("urban_minimum_living_line", "2004-01-01", f"{self.chance.randint(200, 500)}.00"),
            value("minimum_living_subsidy_tier", "2004-01-01", self.chance.choice(["50.00", "52.33", "80.00"])),
        ]


def family(seed):
    """One complete case."""
    return Draw(seed).case()


def holes(case, seed, count):
    """(the case with so many facts not recorded, [what was taken out]) — keys of members, relations, lists and periods."""
    chance = random.Random(seed)
    case = copy.deepcopy(case)
    household, taken = case["household"], []
    for _ in range(count):
        spots = [(household, key) for key in ("couples", "children", "minimum_living", "status") if key in household]
        for member in household["members"]:
            spots += [(member, key) for key in ("sex", "born", "died", "hukou", "disability") if key in member]
            spots += [(entry, key) for entry in member.get("hukou", ()) for key in ("since", "kind") if key in entry]
            spots += [(entry, key) for entry in member.get("disability", ()) for key in ("since", "grade", "certified") if key in entry]
        spots += [(row, key) for row in household.get("couples", ()) for key in ("married", "ended", "how") if key in row]
        spots += [(row, key) for row in household.get("children", ()) for key in ("origin", "since", "within_policy", "custody") if key in row]
        spots += [(row, key) for row in household.get("minimum_living", ()) for key in ("since", "kind", "members", "subsidy_month") if key in row]
        spots += [(row, key) for row in household.get("status", ()) for key in ("since",) if key in row]
        place, key = chance.choice(spots)
        taken.append((place, key))
        del place[key]
    return case, taken


DAYS = [
    "1930-05-05", "1945-03-01", "1953-06-30", "1961-12-31", "1964-02-29", "1970-07-07", "1985-05-05", "1999-09-09", "2006-01-01", "2011-08-15",
    "2013-03-03", "2014-02-28", "2021-12-31", "2022-06-30",
]  # fmt: skip
SICK = [{"since": "2005-05-05", "grade": 2, "kind": "physical", "lost_labour": True, "certified": True}]


def completions(case, taken, original, seed, count):
    """Complete cases that agree with what is recorded: the original, and others with the holes filled differently."""
    chance = random.Random(seed)
    yield original
    for _ in range(count):
        filled = copy.deepcopy({"case": case, "taken": taken})
        for place, key in reversed(filled["taken"]):
            place[key] = chance.choice(_fillings(filled["case"]["household"], place, key))
        if _possible(filled["case"]["household"]):
            yield filled["case"]


def _fillings(household, place, key):
    people = [member["id"] for member in household["members"]]
    match key:
        case "sex":
            return ["male", "female"]
        case "born" | "married":
            return DAYS
        case "died" | "ended":
            return [None, None, *DAYS]
        case "hukou":
            return [[], *([{"since": "1900-01-01", "kind": kind, "place": at}] for kind in ("rural", "urban") for at in (None, "310104"))]
        case "disability":
            return [[], SICK, [SICK[0] | {"since": "2013-05-05"}], [SICK[0] | {"until": "2012-03-03"}]]
        case "couples":
            pair = {"husband": "husband", "wife": "wife", "married": "1970-01-01", "ended": None, "how": None}
            return [[], [pair], [pair | {"ended": "2005-05-05", "how": "divorced"}]]
        case "children":
            pairs = [[]]
            for child in people[2:]:
                lawful = [{"child": child, "parents": ["husband", "wife"], "origin": "birth", "since": None, "within_policy": True, "custody": None}]
                pairs += [lawful, [lawful[0] | {"within_policy": False}], pairs[-1] + lawful]
            return pairs
        case "kind":
            return ["rural", "urban"]
        case "grade":
            return [1, 3, 4]
        case "certified" | "within_policy":
            return [True, False]
        case "how":
            return ["divorced", "widowed"] if place.get("ended") else [None]
        case "origin":
            return ["birth", "adoption", "step"]
        case "custody":
            return [None, *people[:2]]
        case "members":
            return [[], people, people[:1], people[1:2], people[2:]]
        case "subsidy_month":
            return ["10.00", "77.77"]
        case "minimum_living":
            period = {"until": None, "members": people, "subsidy_month": "60.00"}
            kinds = [("2005-01-01", "rural"), ("2005-01-01", "urban"), ("2013-03-01", "rural"), ("2013-03-01", "urban")]
            return [[], *([period | {"since": since, "kind": kind}] for since, kind in kinds)]
        case "status":
            days = ("2005-01-01", "2013-03-01")
            return [[], *([{"kind": kind, "since": since}] for kind in ("fp_hardship", "two_girls_sterilised") for since in days)]
        case "since":
            return [*DAYS, *([None, None] if "origin" in place or "parents" in place else [])]
    raise KeyError(key)


def _possible(household):
    """A family that could be: nobody dies before birth, nothing ends before it begins."""
    alive = all((member["died"] or "9999") >= member["born"] for member in household["members"])
    married = all((couple["ended"] or "9999") >= couple["married"] for couple in household["couples"])
    rows = [*household["minimum_living"], *household["status"]]
    for member in household["members"]:
        rows += [*member["hukou"], *member["disability"]]
    return alive and married and all((row.get("until") or "9999") > row.get("since", "") for row in rows)
