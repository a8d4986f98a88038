"""Families with holes in what is recorded, and the complete families that agree with what is left."""
import copy
import random


def holes(case, seed, count):
    """(the case with so many facts not recorded, [what was taken out]) — keys of members, relations, lists and periods."""
    chance = random.Random(seed)
    case = copy.deepcopy(case)
    household, taken = case["household"], []
    for _ in range(count):
        spots = [(household, key) for key in ("couples", "children", "minimum_living", "status") if key in household]
        spots += [(household, key) for key in ("certificates", "housing", "medical", "poverty_grants", "support_received") if key in household]
        spots += _village_spots(case)
        for member in household["members"]:
            spots += [(member, key) for key in ("sex", "born", "died", "hukou", "disability") if key in member]
            spots += [(member, key) for key in ("complication", "school", "admission", "exams", "post") if key in member]
            for name, keys in _ENTRIES.items():
                spots += [(entry, key) for entry in member.get(name, ()) for key in keys if key in entry]
            spots += [(entry, key) for entry in member.get("hukou", ()) for key in ("since", "kind") if key in entry]
            recorded = ("since", "grade", "kind", "lost_labour", "certified")
            spots += [(entry, key) for entry in member.get("disability", ()) for key in recorded if key in entry]
        spots += [(row, key) for row in household.get("couples", ()) for key in ("married", "ended", "how") if key in row]
        spots += [(row, key) for row in household.get("children", ()) for key in ("origin", "since", "within_policy", "custody") if key in row]
        spots += [(row, key) for row in household.get("minimum_living", ()) for key in ("since", "kind", "members", "subsidy_month") if key in row]
        for name, keys in _ROWS.items():
            spots += [(row, key) for row in household.get(name, ()) for key in keys if key in row]
        place, key = chance.choice(spots)
        taken.append((place, key))
        del place[key]
    return case, taken


_ENTRIES = {
    "complication": ("since", "grade", "certified"), "school": ("since", "stage"), "admission": ("on", "level", "full_time"), "exams": ("on",),
    "post": ("since",),
}  # fmt: skip
_ROWS = {
    "status": ("since", "on"), "certificates": ("holder", "issued"), "medical": ("member", "own_compliant_cost"),
    "poverty_grants": ("on", "standard"), "support_received": ("amount",),
}  # fmt: skip


def _village_spots(case):
    village = case.get("village")
    if village is None:
        return []
    figures = [(village[key], year) for key in ("income_per_person", "out_of_policy_births") for year in village.get(key, ())]
    return [(case, "village"), *((village, key) for key in ("poor", "support_standard") if key in village), *figures[::4]]


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
            place[key] = chance.choice(_fillings(filled["case"], place, key))
        if _possible(filled["case"]["household"]):
            yield filled["case"]


def _fillings(case, place, key):
    household = case["household"]
    people = [member["id"] for member in household["members"]]
    if key.isdigit():  # a year of the village
        return ["4500.00", "11000.00"] if isinstance(next(iter(place.values()), ""), str) else [0, 1]
    match key:
        case "complication":
            entry = {"grade": 2, "certified": True}
            return [[], [entry | {"since": "2005-05-05"}], [entry | {"since": "2012-12-12", "grade": 4}, entry | {"since": "2013-03-03"}]]
        case "school":
            return [[], [{"since": "2005-09-01", "until": "2015-07-01", "stage": stage} for stage in ("primary", "senior")]]
        case "admission":
            return [[], [{"on": day, "level": "bachelor", "full_time": True} for day in DAYS[-5:-2]]]
        case "exams":
            return [[], [{"on": day, "kind": "senior_entrance"} for day in DAYS[-5:]]]
        case "post":
            return [[], [{"since": "2010-01-01", "kind": "village_fp_director"}]]
        case "stage":
            return ["primary", "junior", "senior", "vocational", "university"]
        case "level":
            return ["bachelor", "associate"]
        case "kind" if "certified" in place or "lost_labour" in place or "grade" in place:
            return ["physical", "mental", "multiple"]
        case "full_time" | "middle_lower_income" | "poor" | "lost_labour":
            return [True, False]
        case "on" | "issued":
            return [*DAYS, *(f"{case['from'][:4]}-{month:02d}-15" for month in (3, 8))]
        case "holder" | "member":
            return people
        case "certificates":
            return [[], *([{"kind": "only_child", "holder": who, "issued": "2001-01-01"}] for who in people[:2])]
        case "housing":
            return [{"urban_area_per_person": area, "middle_lower_income": True} for area in ("10.00", "20.00")]
        case "medical":
            return [[], [{"year": int(case["from"][:4]), "member": who, "own_compliant_cost": "9000.00"} for who in people]]
        case "poverty_grants":
            return [[], [{"on": f"{case['from'][:4]}-07-07", "kind": "industry", "standard": "700.00"}]]
        case "support_received":
            return [[], [{"year": int(case["from"][:4]), "amount": "5000.00"}]]
        case "own_compliant_cost" | "standard" | "amount" | "support_standard":
            return ["100.00", "7777.77"]
        case "village":
            births = {str(year): year % 2 for year in range(2001, 2026)}
            income = {str(year): "4500.00" for year in range(2004, 2026)}
            return [
                {"place": "520115102201", "poor": poor, "income_per_person": income, "out_of_policy_births": births, "support_standard": "9.00"}
                for poor in (True, False)
            ]  # fmt: skip
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
            kinds = ("fp_hardship", "two_girls_sterilised", "destitute_by_injury", "gave_up_second_child")
            return [[], *([{"kind": kind, "since": since}] for kind in kinds for since in ("2005-01-01", "2013-03-01", f"{case['from']}-20"))]
        case "since":
            return [*DAYS, *([None, None] if "origin" in place or "parents" in place else [])]
    raise KeyError(key)


def _possible(household):
    """A family that could be: nobody dies before birth, nothing ends before it begins."""
    alive = all((member["died"] or "9999") >= member["born"] for member in household["members"])
    married = all((couple["ended"] or "9999") >= couple["married"] for couple in household["couples"])
    rows = [*household["minimum_living"], *household["status"]]
    for member in household["members"]:
        rows += [*member["hukou"], *member["disability"], *member["complication"], *member["school"], *member["post"]]
    return alive and married and all((row.get("until") or "9999") > row.get("since", "") for row in rows)
