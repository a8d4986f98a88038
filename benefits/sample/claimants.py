"""Families of every further scheme, and edge cases of the register of choices: who moved, remarried, improved, was found late."""
from datetime import date

from benefits.sample import couples
from benefits.sample.rows import UNKNOWN, day, lately

_ELSEWHERE = "440300000000"
_STAGES = {"primary": 6, "junior": 12, "senior": 15, "university": 18}


def complication(rows, random, family):
    """手术并发症 of a grade that stays."""
    _with_complication(rows, random, family, [(day(random, 2013, 2022), random.randrange(1, 4))])


def complication_found_lately(rows, random, family):
    """Appraised for the first time, at the gravest grade, within the paid years: the 一次性抚慰金 too."""
    _with_complication(rows, random, family, [(day(random, 2024, 2025), 1)])


def complication_of_grade_four(rows, random, family):
    """Within 贵阳's allowance, outside the nation's."""
    _with_complication(rows, random, family, [(day(random, 2013, 2022), 4)])


def complication_graded_anew(rows, random, family):
    """From grade one to grade two, or the other way, within the sample years."""
    first = random.choice([1, 2])
    _with_complication(rows, random, family, [(day(random, 2014, 2020), first), (lately(random), 3 - first)])


def complication_not_recorded(rows, random, family):
    """Nobody asked whether there is a complication."""
    couples.recorded(rows, random, family, born=(1960, 1972), children=1, wife={"complication": UNKNOWN})


def disability_became_death(rows, random, family):
    """独生子女 first disabled, then dead: one assistance follows the other."""
    couples.recorded(
        rows, random, family, born=(1955, 1972), children=1, child_died=lately(random), child_disability=(day(random, 2008, 2018), 2, "physical")
    )


def disability_improved(rows, random, family):
    """From grade two to grade four in the sample years: the assistance ends."""
    child_disability = [(day(random, 2008, 2016), 2, "mental"), (lately(random), 4, "mental")]
    couples.recorded(rows, random, family, born=(1955, 1970), children=1, child_disability=child_disability)


def birth_after_loss(rows, random, family):
    """The only child died, another was born since."""
    lost = day(random, 2012, 2020)
    couples.recorded(
        rows, random, family, born=(1974, 1976), children=2, sexes=("male", "female"), child={"born": lately(random), "died": None}, child_died=lost
    )


def moved_away(rows, random, family):
    """The wife's hukou left the county in the sample years."""
    hukou = [(date(1975, 1, 1), "rural", None), (lately(random), "rural", _ELSEWHERE)]
    couples.recorded(rows, random, family, born=(1952, 1964), children=1, wife={"hukou": hukou})


def lives_elsewhere(rows, random, family):
    """流动人口: hukou here, home in another province."""
    residence = [(who, date(2021, 3, 1), _ELSEWHERE) for who in (0, 1)]
    couples.recorded(rows, random, family, born=(1970, 1982), children=1, household={"residence": residence})


def two_birth_dates(rows, random, family):
    """The 户口簿 says another birth date than the ID number."""
    born = day(random, 1962, 1966)
    book = {"book": date(born.year - 1, born.month, 1)}
    couples.recorded(rows, random, family, born=(born.year, born.year), children=1, husband_born=born, husband=book)


def without_certificate(rows, random, family):
    """独生子女户 that never fetched its certificate."""
    couples.recorded(rows, random, family, born=(1955, 1966), children=1, certificate=False)


def child_under_eighteen(rows, random, family):
    """独生子女 still a child: the parents' monthly allowance."""
    couples.recorded(rows, random, family, born=(1978, 1990), children=1, child={"born": day(random, 2008, 2016)})


def gave_up_second_child(rows, random, family):
    """自愿放弃二孩; a few had the second child after all."""
    since, again = lately(random), random.random() < 0.2
    second = {"born": date(2026, 9, 1)} if again else {"born": day(random, 2012, 2018)}
    statuses = (("gave_up_second_child", date(2025, 5, 8) if again else since),)
    couples.recorded(rows, random, family, born=(1986, 1990), children=1 + again, certificate=not again, child=second, statuses=statuses)


def fewer_births(rows, random, family):
    """少生快富 pledged in the sample years."""
    children = random.choice([1, 2])
    statuses = (("fewer_births_pledge", lately(random)),)
    couples.recorded(rows, random, family, born=(1980, 1988), children=children, certificate=children == 1, statuses=statuses)


def village_director(rows, random, family):
    """村计生专职主任."""
    post = [(day(random, 2012, 2020), None, {"kind": "village_fp_director"})]
    couples.recorded(rows, random, family, born=(1968, 1980), children=1, wife={"post": post})


def entrance_examination(rows, random, family):
    """A child who sat the 中考 in June of a sample year."""
    year = random.choice([2024, 2025, 2026])
    child = {"born": day(random, year - 15, year - 15), "exams": [(date(year, 6, 20), None, {"kind": "senior_entrance"})]}
    couples.recorded(rows, random, family, born=(1978, 1986), children=1, sexes=("female",), child=child)


def admitted(rows, random, family):
    """A daughter admitted to a university, the family now and then on 低保 or in hardship."""
    year, poor = random.choice([2024, 2025, 2026]), random.random() < 0.4
    admission = [(date(year, 8, random.randrange(10, 28)), None, {"level": random.choice(["bachelor", "bachelor", "associate"]), "full_time": True})]
    two = random.random() < 0.4
    couples.recorded(
        rows, random, family, born=(1976, 1982), children=1 + two, sexes=("female", "female"), certificate=not two, living=poor, hukou="rural",
        child={"born": day(random, year - 18, year - 18), "home": True, "admission": admission}, statuses=("fp_hardship",) if poor else (),
    )  # fmt: skip


def pupil_of_disabled_parent(rows, random, family):
    """A parent unable to work, a child in school; some go on to the next stage in the sample years."""
    born = day(random, 2005, 2018)
    starts = [(date(born.year + age, 9, 1), stage) for stage, age in _STAGES.items() if date(born.year + age, 9, 1) <= date(2026, 9, 1)]
    ends = [since.replace(month=7) for since, _stage in starts[1:]] + [None]
    school = [(since, until, {"stage": stage}) for (since, stage), until in zip(starts, ends, strict=True)]
    couples.recorded(
        rows, random, family, born=(1976, 1986), children=1, hukou="rural", child={"born": born, "home": True, "school": school},
        husband={"disability": (day(random, 2010, 2020), random.choice([1, 2, 2, 3]), "physical")},
    )  # fmt: skip


def able_to_run_project(rows, random, family):
    """Able to run a project; in the integrity programme or not, one daughter, one son or two daughters."""
    girls = random.choice([1, 2])
    statuses = [("able_to_run_project", day(random, 2024, 2025))] + ([("integrity_programme", date(2020, 1, 1))] if random.random() < 0.8 else [])
    couples.recorded(
        rows, random, family, born=(1975, 1984), children=girls, sexes=("female", "female") if girls == 2 else None, certificate=girls == 1,
        hukou="rural", statuses=tuple(statuses),
    )  # fmt: skip


def poor_household(rows, random, family):
    """计划生育贫困家庭, on 低保 or not, with poverty grants of the sample years."""
    grants = [(date(year, 5, 12), random.choice(["industry", "materials"]), 100_000 * random.randrange(1, 6)) for year in (2024, 2025, 2026)]
    couples.recorded(
        rows, random, family, born=(1960, 1978), children=1, living=random.random() < 0.5, hukou="rural",
        statuses=("poor_household", "poverty_target"),
        household={"grants": grants[: random.randrange(1, 4)], "income": [(2024, 52_000), (2025, 55_500)]},
    )  # fmt: skip


def in_hardship(rows, random, family):
    """困难家庭 not yet on 低保, one destitute by injury."""
    statuses = ("fp_hardship", ("destitute_by_injury", lately(random))) if random.random() < 0.5 else ("fp_hardship",)
    couples.recorded(rows, random, family, born=(1958, 1980), children=1, statuses=statuses, household={"income": [(2025, 38_000)]})


def costly_illness(rows, random, family):
    """Own hospital costs about the threshold of 5,000 yuan: at it, and above."""
    costs = [(0, 2024, random.choice([500_000, 500_001, 1_800_000])), (1, 2025, 260_000)]
    couples.recorded(rows, random, family, born=(1960, 1976), children=1, household={"medical": costs})


def small_urban_home(rows, random, family):
    """城镇 about 15 square metres a person: at the limit and a hundredth above."""
    housing = [(date(2023, 6, 1), random.choice(["15.00", "15.01", "12.50"]), random.random() < 0.8)]
    couples.recorded(
        rows, random, family, born=(1975, 1988), children=1, hukou="urban", living="urban" if random.random() < 0.3 else False,
        household={"housing": housing},
    )  # fmt: skip


def _with_complication(rows, random, family, grades):
    ends = [since for since, _grade in grades[1:]] + [None]
    said = [(since, until, {"grade": grade, "certified": True}) for (since, grade), until in zip(grades, ends, strict=True)]
    couples.recorded(rows, random, family, born=(1958, 1972), children=1, wife={"complication": said})


KINDS = {
    complication: 1,
    complication_found_lately: 0.3,
    complication_of_grade_four: 0.5,
    complication_graded_anew: 0.5,
    complication_not_recorded: 0.5,
    disability_became_death: 0.7,
    disability_improved: 0.5,
    birth_after_loss: 0.4,
    moved_away: 0.7,
    lives_elsewhere: 0.7,
    two_birth_dates: 0.3,
    without_certificate: 1,
    child_under_eighteen: 2,
    gave_up_second_child: 0.7,
    fewer_births: 0.7,
    village_director: 0.7,
    entrance_examination: 0.8,
    admitted: 1.2,
    pupil_of_disabled_parent: 1,
    able_to_run_project: 1,
    poor_household: 1.2,
    in_hardship: 1,
    costly_illness: 0.7,
    small_urban_home: 0.7,
}
