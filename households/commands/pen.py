"""Rows on their way into the tables: gathered for one family or for many, then written together, a statement a table."""
import uuid
from collections import defaultdict
from copy import copy

from django.apps import apps
from django.db import DatabaseError
from django.db.models.base import ModelState

from accounts import crypto
from households.models import Account, Person, PersonFact, Statement


class Pen:
    """What one command does to rows. A recorded fact is only ever withdrawn, and recorded again with something changed."""

    def __init__(self, *, by, at):
        self.by, self.at = by, at
        self._withdrawn, self._changed, self._added, self._moved = [], [], [], {}

    def withdraw(self, row, *, why):
        """The row no longer holds; it stays readable with who, when and why."""
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = self.at, self.by, why
        self._withdrawn.append(row)

    def record_again(self, row, **changes):
        """The same row as a new one with `changes`; a sealed number is sealed for the new row."""
        again = copy(row)
        again.pk, again._state = None, ModelState()
        again.withdrawn_at, again.withdrawn_by, again.withdrawn_why = None, None, ""
        again.recorded_at, again.recorded_by = self.at, self.by
        for name, value in changes.items():
            setattr(again, name, value)
        if isinstance(row, Account):
            again.key = uuid.uuid4()
            again.number_sealed = crypto.seal(row.number(), about=again.key)
        return self.add(again)

    def add(self, row):
        """A new row. It has an id only once it is written."""
        self._added.append(row)
        return row

    def change(self, row, fields):
        """A household or a person, which alone are edited; a trigger keeps how they were."""
        self._changed.append((row, fields))

    def move(self, person_id, division_code):
        """A person lies in another place from now on."""
        self._moved[person_id] = division_code

    def take(self, other):
        """What another pen gathered is written with this one."""
        self._withdrawn += other._withdrawn
        self._changed += other._changed
        self._added += other._added
        self._moved |= other._moved

    def write(self):
        """Write everything: what falls away first, for what is new may take its place."""
        for (model, why), rows in _by(self._withdrawn, lambda row: (type(row), row.withdrawn_why)).items():
            self._withdraw(model, rows, why)
        for row, fields in self._changed:
            row.save(update_fields=fields)
        for model, rows in _by(self._added, type).items():
            model.objects.bulk_create(rows)
        for person_id, division_code in self._moved.items():
            place_person(person_id, division_code)
        self.__init__(by=self.by, at=self.at)

    def _withdraw(self, model, rows, why):
        standing = model.objects.filter(pk__in=[row.pk for row in rows])
        if standing.update(withdrawn_at=self.at, withdrawn_by=self.by, withdrawn_why=why) != len({row.pk for row in rows}):
            raise DatabaseError(f"rows of {model._meta.label} to be withdrawn are gone")


def place_person(person_id, division_code):
    """A person's facts lie where the person does."""
    Person.objects.filter(pk=person_id).update(division_code=division_code)
    for model in apps.get_models():
        if issubclass(model, (PersonFact, Statement)):
            model.objects.filter(person=person_id).update(division_code=division_code)


def _by(rows, key):
    grouped = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped
