"""Rows of a family as they go into the tables by COPY, with their keys made beforehand."""
import uuid
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from accounts import crypto
from households import identity, pinyin

UNKNOWN = object()  # the fact is not recorded
_LISTS = {
    "complication": "households_complication",
    "school": "households_schooling",
    "admission": "households_admission",
    "exams": "households_exam",
    "post": "households_villagepost",
}


class Rows:
    """Collects rows a table. Of `steps` counties written side by side the `first` has ids first, first + steps, …, and so have its ID numbers
    among those of a day of birth: no two counties meet, and each comes out the same however fast the others are."""

    def __init__(self, *, at, first=1, steps=1):
        self.at = at
        self.tables = defaultdict(list)
        self._steps = steps
        self._ids = defaultdict(lambda: first - steps)
        self._serials = defaultdict(lambda: first - steps)

    def add(self, table, **values):
        """One row; returns its id."""
        row_id = self.next_id(table)
        self._ids[table] = row_id
        self.tables[table].append({"id": row_id, **values})
        return row_id

    def next_id(self, table):
        """The id the table's next row will have."""
        return self._ids[table] + self._steps

    def fact(self, table, family, since, until=None, **values):
        """A dated fact recorded by the family's clerk."""
        return self.add(
            table,
            division_code=family.village,
            since=since,
            until=until,
            source="样例",
            recorded_at=self._learned(since),
            recorded_by_id=family.clerk,
            withdrawn_why="",
            **values,
        )

    def _learned(self, since):
        """When the county knew: with the whole record, or some weeks after what happened later."""
        later = datetime.combine(since, time(2), UTC) + timedelta(days=20) if since else self.at
        return max(self.at, later)

    def state_none(self, family, kind, person=None):
        """Somebody stated that there is none."""
        self.add(
            "households_statement",
            division_code=family.village,
            person_id=person,
            household_id=None if person else family.id,
            kind=kind,
            on=self.at.date(),
            source="样例",
            recorded_at=self.at,
            recorded_by_id=family.clerk,
            withdrawn_why="",
        )

    def number(self, born, sex):
        """An ID number nobody has: area 999xxx, serial running within the day of birth."""
        self._serials[born, sex] += self._steps
        serial = self._serials[born, sex]
        area = 999001 + serial // 450
        order = (serial % 450) * 2 + (1 if sex == "male" else 2)
        seventeen = f"{area}{born:%Y%m%d}{order:03d}"
        return seventeen + identity.check_digit(seventeen)

    def person(
        self, family, *, name, sex, born, relation, home=True, died=None, hukou="rural", hukou_since=None, disability=None, book=None, **lists
    ):
        """A person with what is recorded of them. died: None = alive; UNKNOWN = not recorded. Likewise hukou and disability.

        `lists`: {complication, school, admission, exams, post: [(since, until, values)]}; a kind left out is stated to be none, UNKNOWN
        is not recorded. `book`: the birth date the 户口簿 has.
        """
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{family.id}/{len(self.tables['households_person'])}/{name}")
        number = self.number(born, sex)
        person = self.add(
            "households_person",
            key=key,
            division_code=family.village,
            name=name,
            name_sort=pinyin.sort_key(name),
            initials=pinyin.initials(name),
            number_sealed=crypto.seal(number, about=key),
            number_hash=crypto.number_hash(number),
            last_four_hash=crypto.last_four_hash(number, county_code=family.village[:6] + "000000"),
            sex=sex,
            born=born,
            born_in_hukou_book=book,
        )
        self.fact("households_membership", family, born, household_id=family.id, person_id=person, relation=relation, home=home)
        self._life(family, person, died)
        self._hukou(family, person, [(hukou_since or born, hukou, None)] if isinstance(hukou, str) else hukou)
        self._disability(family, person, disability)
        for kind, table in _LISTS.items():
            self._list(family, person, kind, table, lists.get(kind, ()))
        return person

    def _list(self, family, person, kind, table, said):
        if said is UNKNOWN:
            return
        for since, until, values in said:
            self.fact(table, family, since, until, person_id=person, **values)
        if not said:
            self.state_none(family, kind, person)

    def _hukou(self, family, person, said):
        """[(since, kind, place or None)], each until the next."""
        if said is UNKNOWN:
            return
        ends = [since for since, _kind, _place in said[1:]] + [None]
        for (since, kind, place), until in zip(said, ends, strict=True):
            self.fact("households_hukou", family, since, until, person_id=person, kind=kind, place=place)

    def _life(self, family, person, died):
        if died is None:
            self.state_none(family, "death", person)
        elif died is not UNKNOWN:
            self.fact("households_death", family, died, person_id=person, confirmed_by_unit="公安部门")

    def _disability(self, family, person, disability):
        """One (since, grade, kind) from its day on, or several, each until the next."""
        if disability is None:
            self.state_none(family, "disability", person)
        elif disability is not UNKNOWN:
            grades = disability if isinstance(disability, list) else [disability]
            ends = [since for since, _grade, _kind in grades[1:]] + [None]
            for (since, grade, kind), until in zip(grades, ends, strict=True):
                said = {"grade": grade, "kind": kind, "lost_labour": grade <= 2, "certified": True}
                self.fact("households_disability", family, since, until, person_id=person, **said)

    def account(self, family, person, name, *, number, bank):
        """A usable account in the person's own name."""
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"account/{person}")
        return self.fact(
            "households_account",
            family,
            date(2020, 1, 1),
            person_id=person,
            key=key,
            holder_name=name,
            bank=bank,
            number_sealed=crypto.seal(number, about=key),
            number_hash=crypto.number_hash(number),
        )


def day(random, first_year, last_year):
    """A random day from 1 January of the first to 31 December of the last year."""
    first = date(first_year, 1, 1)
    return first + timedelta(days=random.randrange((date(last_year + 1, 1, 1) - first).days))


def lately(random):
    """A random day of the two years of sample payouts and of the year in work, up to October 2026."""
    return date(2024, 1, 1) + timedelta(days=random.randrange((date(2026, 11, 1) - date(2024, 1, 1)).days))
