"""Takes back what an import wrote.

What it brought into being (households, people, everything said of them) is removed by the database's own function
`take_back_import`, which leaves them when anything else refers to them. What it changed of people who were on record
before is corrected the way everything is: its facts are withdrawn, and those it withdrew are recorded again.
"""
import re
import uuid

from django.apps import apps
from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery

from accounts import crypto, scope, stored
from accounts.stored import gettext as _
from households.commands.county import touch
from households.commands.pen import place_person
from households.imports import former
from households.imports.models import ImportFamily
from households.models import Account, Fact, Household, Membership, Person, Statement


def why_not(batch):
    """The sentence that says what of the batch is in use, or None. Under the county's sight."""
    changed = _imported(batch).exclude(household__revision=F("revision")).select_related("household").first()
    if changed:
        told = {"number": changed.household.number}
        return _("%(number)s 户导入后又有改动，不能整单撤销。请在档案页逐户更正。") % told
    households = list(_imported(batch).filter(outcome=ImportFamily.Outcome.NEW).values_list("household_id", flat=True))
    people = Membership.objects.filter(household__in=households).values_list("person_id", flat=True)
    for model, ids in ((Household, households), (Person, list(people))):
        for noun in _users(model, ids):
            return _("导入的户已用于“%(noun)s”，不能整单撤销。请在档案页逐户更正。") % {"noun": noun}
    return None


def why_not_seen_by(batch, post):
    """The same for a page of the clerk's: the sentence, or None."""
    with scope.entered(post.county_code):
        return why_not(batch)


def untouched(batch):
    """Ids of the batch's imported families that nobody changed since."""
    return list(_imported(batch).filter(household__revision=F("revision")).values_list("pk", flat=True))


def note_revisions(family_ids):
    """These families' revisions as they are now: a chunk may link people of families imported before it."""
    now = Household.objects.filter(pk=OuterRef("household")).values("revision")[:1]
    families = ImportFamily.objects.filter(pk__in=family_ids, imported_at__isnull=False)
    families.filter(Q(revision=None) | ~Q(household__revision=F("revision"))).update(revision=Subquery(now))


def undo(batch, *, by, at):
    """Take back everything of the batch that is on the record; how many families. Under the county's sight and lock."""
    families = list(_imported(batch))
    if not families:
        return 0
    moments = {family.imported_at for family in families}
    rows = [row.object for family in reversed(families) for row in former.opened(family)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT take_back_import(%s)", [batch.pk])
    if rows:
        why = stored.kept("撤销 %(number)s", number=batch.number)
        _correct_facts(moments, batch.post, by=by, at=at, why=why)
        _restore(rows)
    ImportFamily.objects.filter(pk__in=[family.pk for family in families]).update(imported_at=None, revision=None, former=None)
    return len(families)


def _imported(batch):
    return batch.families.filter(imported_at__isnull=False).order_by("place")


def _users(model, ids):
    """Nouns of the tables, other than the facts themselves, with rows about these."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many or not relation.field.db_constraint:
            continue
        user = relation.related_model
        if user._meta.managed and not _is_part_of_record(user) and user.objects.filter(**{f"{relation.field.name}__in": ids}).exists():
            yield _noun(user)


def _is_part_of_record(model):
    """Facts, what belongs to a fact, and the imports' own rows."""
    belongs = any(field.is_relation and _is_fact(field.related_model) for field in model._meta.concrete_fields)
    return _is_fact(model) or belongs or model is ImportFamily


def _is_fact(model):
    return isinstance(model, type) and issubclass(model, (Fact, Statement))


def _noun(model):
    """What officials call a row of the table: models begin their description with it (核算明细: …)."""
    found = re.match(r"[\u4e00-\u9fff]+", model.__doc__ or "")
    return found[0] if found else str(model._meta.verbose_name)


def _correct_facts(moments, post, *, by, at, why):
    """Withdraw what the batch recorded of people who stay, and record again what it withdrew."""
    for model in filter(_is_fact, apps.get_models()):
        again = list(model.objects.filter(withdrawn_at__in=moments, withdrawn_by=post))
        recorded = model.objects.filter(recorded_at__in=moments, recorded_by=post, withdrawn_at=None)
        recorded.update(withdrawn_at=at, withdrawn_by=by, withdrawn_why=why)
        for row in again:
            _record_again(row, by=by, at=at)


def _record_again(row, *, by, at):
    parts = [list(relation.related_model.objects.filter(**{relation.field.name: row})) for relation in _parts_of(row)]
    if isinstance(row, Account):
        number = row.number()
        row.key = uuid.uuid4()
        row.number_sealed = crypto.seal(number, about=row.key)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = None, None, ""
    row.recorded_at, row.recorded_by = at, by
    _insert(row)
    for relation, lines in zip(_parts_of(row), parts, strict=True):
        for line in lines:
            setattr(line, relation.field.name, row)
            _insert(line)


def _parts_of(row):
    """Tables whose rows belong to this fact, such as the people counted in a period of 低保."""
    relations = row._meta.get_fields(include_hidden=True)
    return [relation for relation in relations if relation.one_to_many and relation.auto_created and relation.field.db_constraint]


def _insert(row):
    row.pk, row._state.adding = None, True
    row.save(force_insert=True)


def _restore(rows):
    """Households and people as they were. Of several copies the earliest, which comes last, holds; removed rows stay away."""
    for row in rows:
        fields = [field for field in row._meta.concrete_fields if not field.primary_key and not field.generated]
        type(row).objects.filter(pk=row.pk).update(**{field.attname: getattr(row, field.attname) for field in fields})
        if isinstance(row, Person):
            place_person(row.pk, row.division_code)
    touch({row.pk for row in rows if isinstance(row, Household)}, {row.pk for row in rows if isinstance(row, Person)})

