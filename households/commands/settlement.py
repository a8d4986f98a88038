"""Brings what is recorded of a family in line with an entry: withdraw what no longer holds, record what is new."""
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from accounts import crypto, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from households import differences, kinds, words
from households.commands import people
from households.commands.pen import Pen
from households.models import Account, Membership, Relation, Statement

_FIELDS = ("group", "address", "hukou_book", "phone", "notes")
_ADULT_YEARS = 18


@dataclass
class Settlement:
    """One command's work on one family. `why` is written on every row it withdraws; nothing is written before the pen is."""

    household: object
    by: object
    at: object
    source: str
    why: str
    event: str
    changed: list = field(default_factory=list)  # words for the journal: 刘志国 户口
    touched: set = field(default_factory=set)  # person ids
    pen: Pen = None

    def __post_init__(self):
        self.pen = self.pen or Pen(by=self.by, at=self.at)

    def settle(self, entry, known, met, new_ids):
        """Gather the differences between the entry and what is known of the family and the people it means (meeting.Met).

        `new_ids` gives the ids of people who are not on record.
        """
        self._set_fields(entry)
        people.refuse_second_record(entry, met.found, met.homes, by=self.by, event=self.event)
        ids = self._write_people(entry, known, met.found, new_ids)
        self._write_memberships(entry, known, met.homes, ids)
        self._write_person_facts(entry, known, met, ids)
        for difference in differences.of_family(entry, ids, met.family_facts, known.statements):
            with stored.in_chinese():
                title = _title(difference)
            self._apply(difference, self.household.division_code, title)
        self._write_accounts(entry, known, met.found, ids)

    @property
    def on(self):
        return timezone.localdate(self.at)

    def common(self, division_code):
        """What every recorded row carries."""
        return {"division_code": division_code, "source": self.source, "recorded_at": self.at, "recorded_by": self.by}

    def withdraw(self, standing):
        """Rows that no longer hold."""
        for row in standing:
            self.pen.withdraw(row, why=self.why)

    def _note(self, person_id, title):
        if title:
            self.changed.append(title)
        if person_id:
            self.touched.add(person_id)

    def _set_fields(self, entry):
        changed = [name for name in _FIELDS if getattr(entry, name) not in ("", getattr(self.household, name))]
        for name in changed:
            setattr(self.household, name, getattr(entry, name))
            with stored.in_chinese():
                self.changed.append(str(self.household._meta.get_field(name).verbose_name))
        if changed:
            self.pen.change(self.household, changed)

    def _write_people(self, entry, known, found, new_ids):
        """key -> person id, and None -> household id."""
        ids = {None: self.household.pk}
        members = {person.pk for person in known.people}
        for person in entry.people:
            row = found.get(person.key)
            if row is None:
                row = self.pen.add(people.new_person(person, self.household.division_code, next(new_ids)))
                self._note(row.pk, stored.kept("新增 %(name)s", name=row.name))
            elif row.pk in members:
                self._amend_member(row, person)
            elif row.name != person.name:
                told = {"typed": person.name, "name": row.name, "place": words.place_name(row.division_code)}
                raise NotAllowed(_("%(typed)s的身份证号在%(place)s登记的姓名是%(name)s，请核对证件原件后再提交。") % told, event=self.event)
            ids[person.key] = row.pk
        return ids

    def _amend_member(self, row, person):
        changed = people.plain_changes(row, person)
        if changed and not people.is_within(row, self.by):
            raise self._foreign(row, _("姓名、证件或出生日期"))
        if changed:
            self.pen.change(row, people.AMENDED)
        for name in people.amend_person(row, person):
            with stored.in_chinese():
                title = _("身份证号") if name == "number" else row._meta.get_field(name).verbose_name
                self._note(row.pk, f"{row.name} {title}")

    def _write_memberships(self, entry, known, homes, ids):
        standing = {membership.person_id: membership for membership in known.memberships}
        living = {key for item in _listed(entry.minimum_living) for key in item.members}
        for person in entry.people:
            membership = standing.get(ids[person.key])
            if membership is not None and membership.relation == person.relation:
                continue
            home = self._is_home(person, homes, ids, living) if membership is None else membership.home
            if membership is not None:
                self.withdraw([membership])
            since = membership.since if membership else person.born or self.on
            common = self.common(self.household.division_code)
            self.pen.add(
                Membership(household=self.household, person_id=ids[person.key], relation=person.relation, home=home, since=since, **common)
            )
            self._note(ids[person.key], stored.kept("%(name)s 与户主关系", name=person.name) if membership else "")

    def _is_home(self, person, homes, ids, living):
        """Own claims are calculated here: of the couple and other adults, of minors, and of those counted in its 低保."""
        elsewhere = homes.get(ids[person.key])
        if person.relation in (Relation.HEAD, Relation.SPOUSE):
            if elsewhere is not None:
                self._move_home(elsewhere)
            return True
        if elsewhere is not None:
            return False
        is_child = person.relation in (Relation.SON, Relation.DAUGHTER)
        return not is_child or person.key in living or person.born is None or _years(person.born, self.on) < _ADULT_YEARS

    def _move_home(self, membership):
        """A person's claims are calculated in this household from now on; their facts go with them."""
        self.pen.withdraw(membership, why=self.why or stored.kept("另立户"))
        self.pen.record_again(membership, home=False)
        self.pen.move(membership.person_id, self.household.division_code)
        self.touched.add(membership.person_id)

    def _write_person_facts(self, entry, known, met, ids):
        members = {person.pk for person in known.people}
        for person in entry.people:
            row = met.found.get(person.key)
            is_linked = row is not None and row.pk not in members
            is_within = row is None or people.is_within(row, self.by)
            place = row.division_code if row is not None else self.household.division_code
            facts, statements = (met.facts, met.statements) if is_linked else (known.person_facts, known.statements)
            dated = replace(person, born=person.born or row.born) if row is not None else person
            for difference in differences.of_person(dated, ids[person.key], facts, statements):
                if not is_within and difference.states_none and not difference.contradicts:
                    continue  # the place that records the person says so itself
                if not is_within or (is_linked and difference.contradicts):
                    raise self._foreign(row, difference.kind.title)
                with stored.in_chinese():
                    title = f"{person.name} {_title(difference)}"
                self._apply(difference, place, title)

    def _foreign(self, row, what):
        told = {"name": row.name, "place": words.place_name(row.division_code), "what": what}
        sentence = _("%(name)s由%(place)s登记，这里填写的%(what)s与该处记录不一致。请在该户更正，或把这里改回未录入后提交。")
        return NotAllowed(sentence % told, event=self.event)

    def _apply(self, difference, division_code, title):
        common = self.common(division_code)
        self.withdraw(difference.withdrawn)
        if difference.unstated is not None:
            self.withdraw([difference.unstated])
        for values in difference.recorded:
            for row in difference.kind.made(values, difference.person_id, common):
                self.pen.add(row)
        if difference.states_none:
            subject = {"person_id": difference.person_id} if difference.person_id else {"household": self.household}
            self.pen.add(Statement(kind=difference.kind.name, on=self.on, **subject, **common))
        self._note(difference.person_id, title)

    def _write_accounts(self, entry, known, found, ids):
        for account in entry.accounts:
            person_id = ids[account.holder]
            standing = known.accounts.get(person_id, ())
            if standing and _same_account(standing[-1], account):
                continue
            if account.number is None and not standing:
                continue
            row = found.get(account.holder)
            if row is not None and not people.is_within(row, self.by):
                raise self._foreign(row, _("收款账户"))
            self.replace_account(person_id, account, standing)

    def replace_account(self, person_id, account, standing):
        """A new account from its first day (today when not given); the one before stands until then. The new row."""
        number = account.number or standing[-1].number()
        since = account.since or self.on
        for old in standing[-1:]:
            if old.since < since:
                self.end(old, since)
            else:
                self.withdraw([old])
        self._note(person_id, stored.kept("%(name)s 收款账户", name=account.holder_name))
        return self._new_account(person_id, account.holder_name, account.bank, number, since)

    def end(self, row, on, **changes):
        """A row that holds until `on`: the open one is withdrawn, the same with its last day is recorded. The new row."""
        self.withdraw([row])
        return self.pen.record_again(row, until=on, **changes)

    def _new_account(self, person_id, holder_name, bank, number, since):
        row = Account(person_id=person_id, holder_name=holder_name, bank=bank, since=since, **self.common(self.household.division_code))
        row.number_sealed, row.number_hash = crypto.seal(number, about=row.key), crypto.number_hash(number)
        return self.pen.add(row)


def _title(difference):
    return kinds.none_words(difference.kind.name) if difference.states_none else str(difference.kind.title)


def _same_account(row, account):
    same_number = account.number is None or bytes(row.number_hash) == crypto.number_hash(account.number)
    return same_number and row.bank == account.bank and row.holder_name == account.holder_name


def _listed(items):
    return items if isinstance(items, tuple) else ()


def _years(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if isinstance(born, date) else 0
