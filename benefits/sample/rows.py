"""Rows of a family as they go into the tables by COPY, with their keys made beforehand."""
import uuid
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from accounts import crypto
from households import identity, pinyin

UNKNOWN = object()  # the fact is not recorded


class Rows:
    """Collects rows a table; ids go on from the table's sequence, ID numbers of a day of birth from `serials` ({(born, sex): how many})."""

    def __init__(self, *, at, first_ids, serials):
        self.at = at
        self.tables = defaultdict(list)
        self._next = dict(first_ids)
        self._serials = serials

    def add(self, table, **values):
        """One row; returns its id."""
        row_id = self._next.get(table, 1)
        self._next[table] = row_id + 1
        self.tables[table].append({"id": row_id, **values})
        return row_id

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
        self._serials[born, sex] += 1
        serial = self._serials[born, sex]
        area = 999001 + serial // 450
        order = (serial % 450) * 2 + (1 if sex == "male" else 2)
        seventeen = f"{area}{born:%Y%m%d}{order:03d}"
        return seventeen + identity.check_digit(seventeen)

    def person(self, family, *, name, sex, born, relation, home=True, died=None, hukou="rural", hukou_since=None, disability=None):
        """A person with what is recorded of them. died: None = alive; UNKNOWN = not recorded. Likewise hukou and disability."""
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
        )
        self.fact("households_membership", family, born, household_id=family.id, person_id=person, relation=relation, home=home)
        self._life(family, person, died)
        if hukou is not UNKNOWN:
            self.fact("households_hukou", family, hukou_since or born, person_id=person, kind=hukou)
        self._disability(family, person, disability)
        for kind in ("complication", "school", "admission", "post"):
            self.state_none(family, kind, person)
        return person

    def _life(self, family, person, died):
        if died is None:
            self.state_none(family, "death", person)
        elif died is not UNKNOWN:
            self.fact("households_death", family, died, person_id=person, confirmed_by_unit="公安部门")

    def _disability(self, family, person, disability):
        if disability is None:
            self.state_none(family, "disability", person)
        elif disability is not UNKNOWN:
            since, grade, kind = disability
            self.fact(
                "households_disability", family, since, person_id=person, grade=grade, kind=kind, lost_labour=grade <= 2, certified=True
            )

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
