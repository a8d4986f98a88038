"""What cannot be true of a family as described, and what a person should look at again. No tables: see queries.duplicates."""
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from accounts.stored import gettext as _
from audits.journal import numbers
from households.entry import UNRECORDED
from households.models import Parentage, Relation, Sex

_YOUNGEST_PARENT_YEARS = 15
_EARLIEST_BIRTH = date(1900, 1, 1)
# What a day is called in a sentence: put into words only where there is something to say, for a check is made of every cell.
_DATED = {
    "hukou": gettext_lazy("户口起始日"),
    "disability": gettext_lazy("评残日期"),
    "complication": gettext_lazy("鉴定日期"),
    "school": gettext_lazy("入学日期"),
    "admission": gettext_lazy("录取日期"),
    "exams": gettext_lazy("考试日期"),
    "post": gettext_lazy("任职日期"),
    "residence": gettext_lazy("居住起始日"),
    "pension": gettext_lazy("参保日期"),
}
_DEATH = gettext_lazy("死亡日期")
_OF_THE_FAMILY = {"housing": gettext_lazy("住房"), "poverty_grants": gettext_lazy("扶贫资金物资")}
_WORDS = {"group": gettext_lazy("村民小组"), "address": gettext_lazy("户籍地址"), "phone": gettext_lazy("联系电话"), "notes": gettext_lazy("备注")}
_BY_YEAR = {"income": gettext_lazy("家庭收入"), "medical": gettext_lazy("大病自付")}


@dataclass(frozen=True)
class Problem:
    """A sentence about one cell: `key` names the person (None: the family), `field` the entry's attribute."""

    key: str | None
    field: str
    sentence: str
    blocking: bool = True


def problems(entry, *, on):
    """Every Problem of the entry, in the order of the page. `on`: today; nothing recorded may lie after it."""
    return [*_household(entry), *_people(entry, on), *_couples(entry), *_children(entry, on), *_standing(entry, on), *accounts(entry.accounts)]


def _household(entry):
    if not entry.village:
        yield Problem(None, "village", _("户信息：请选择村（居）。"))
    heads = sum(person.relation == Relation.HEAD for person in entry.people)
    if heads != 1:
        yield Problem(None, "relation", _("家庭成员：应有且只有一名户主，现有 %(count)s 名。") % {"count": heads})
    if sum(person.relation == Relation.SPOUSE for person in entry.people) > 1:
        yield Problem(None, "relation", _("家庭成员：户主的配偶只能有一名，请核对关系。"))
    for name, title in _WORDS.items():
        if numbers.holds(getattr(entry, name)):
            yield Problem(None, name, _("户信息：“%(title)s”里有身份证号或账号那样的长数字，请删去，或只写后四位。") % {"title": title})


def _people(entry, on):
    numbers = Counter(person.number for person in entry.people if person.number)
    for person in entry.people:
        who = person.name or _("未填姓名的一行")
        if not person.name:
            yield Problem(person.key, "name", _("家庭成员：有身份证号的一行没有姓名，请补填。"))
        if person.born is None and person.person_id is None:
            yield Problem(
                person.key, "number", _("%(who)s：请填身份证号；从未办证的填出生日期和性别，如 19890520 2（1 男 2 女）。") % {"who": who}
            )
        if person.number and numbers[person.number] > 1:
            yield Problem(person.key, "number", _("%(who)s：身份证号与本户另一人相同，请核对。") % {"who": who})
        yield from _life(person, who, on)


def _life(person, who, on):
    born = person.born
    if born and not _EARLIEST_BIRTH <= born <= on:
        yield Problem(person.key, "number", _("%(who)s：出生日期 %(born)s 不可能，请核对。") % {"who": who, "born": born})
    if person.born_in_hukou_book and born and person.born_in_hukou_book != born:
        told = {"who": who, "born": born, "book": person.born_in_hukou_book}
        yield Problem(
            person.key, "born_in_hukou_book", _("%(who)s：身份证出生日期 %(born)s 与户口簿 %(book)s 不一致，以身份证为准，请核对。") % told, False
        )
    if isinstance(person.death, date):
        yield from _within_life(person, "death", _DEATH, person.death, who, on, own_death=False)
    for name, title in _DATED.items():
        for item in _listed(getattr(person, name)):
            if item.since is not None:
                yield from _within_life(person, name, title, item.since, who, on)


def _within_life(person, field, title, day, who, on, *, own_death=True):
    told = {"who": who, "title": title, "day": day}
    if day > on:
        yield Problem(person.key, field, _("%(who)s：%(title)s %(day)s 晚于今天，请核对。") % told)
    elif person.born and day < person.born:
        yield Problem(person.key, field, _("%(who)s：%(title)s %(day)s 早于出生日期，请核对。") % told)
    elif own_death and isinstance(person.death, date) and day > person.death:
        yield Problem(person.key, field, _("%(who)s：%(title)s %(day)s 晚于死亡日期，请核对。") % told)


def _couples(entry):
    for couple in _listed(entry.couples):
        husband, wife = entry.person(couple.husband), entry.person(couple.wife)
        if husband.sex == Sex.FEMALE or wife.sex == Sex.MALE:
            yield Problem(wife.key, "number", _("%(wife)s：夫妻性别与身份证不符，请核对双方身份证号。") % {"wife": wife.name})
        if _is_day(couple.since) and _is_day(couple.ended) and couple.ended <= couple.since:
            yield Problem(wife.key, "couples", _("%(wife)s：婚姻终止日应晚于结婚日，请核对。") % {"wife": wife.name})
    for person in entry.people:
        lasting = [couple for couple in _listed(entry.couples) if person.key in (couple.husband, couple.wife) and couple.ended is None]
        if len(lasting) > 1:
            yield Problem(person.key, "couples", _("%(who)s：同时有两段婚姻，请补填前一段的终止日。") % {"who": person.name})


def _children(entry, on):
    for item in _listed(entry.children):
        child = entry.person(item.child)
        if item.since is not None and (item.since > on or (child.born and item.since < child.born)):
            yield Problem(child.key, "origin_on", _("%(who)s：收养（随继）日期应在出生之后、今天之前，请核对。") % {"who": child.name})
        if item.origin == Parentage.Origin.ADOPTION and item.since is None:
            yield Problem(child.key, "origin_on", _("%(who)s：请补填收养日期，未填时相关资格无法核定。") % {"who": child.name}, False)
        for parent in map(entry.person, item.parents):
            yield from _parent(child, parent, item.origin)


def _parent(child, parent, origin):
    if not child.born or not parent.born:
        return
    told = {"child": child.name, "parent": parent.name}
    if child.born <= parent.born:
        yield Problem(child.key, "number", _("%(child)s：出生日期不晚于%(parent)s，请核对两人的身份证号。") % told)
    elif origin == Parentage.Origin.BIRTH and child.born.year - parent.born.year < _YOUNGEST_PARENT_YEARS:
        yield Problem(child.key, "number", _("%(child)s：出生时%(parent)s不满 15 周岁，请核对。") % told, False)
    elif origin == Parentage.Origin.BIRTH and parent.sex == Sex.FEMALE and isinstance(parent.death, date) and parent.death < child.born:
        yield Problem(child.key, "number", _("%(child)s：出生日期晚于母亲%(parent)s的死亡日期，请核对。") % told)


def _standing(entry, on):
    for item in _listed(entry.certificates):
        if _is_day(item.issued) and item.issued > on:
            yield Problem(None, "certificates", _("光荣证：发证日期晚于今天，请核对。"))
    for item in _listed(entry.minimum_living):
        if item.since > on:
            yield Problem(None, "minimum_living", _("低保：起始日期晚于今天，请核对。"))
        if not item.members:
            yield Problem(None, "minimum_living", _("低保：没有一名享受人员，请核对。"))
    for item in _listed(entry.status):
        if item.since > on:
            yield Problem(None, "status", _("家庭认定：起始日期晚于今天，请核对。"))
    for name, title in _OF_THE_FAMILY.items():
        for item in _listed(getattr(entry, name)):
            if item.since > on:
                yield Problem(None, name, _("%(title)s：日期晚于今天，请核对。") % {"title": title})
    for name, title in _BY_YEAR.items():
        for item in _listed(getattr(entry, name)):
            if item.year > on.year:
                told = {"title": title, "year": item.year}
                yield Problem(getattr(item, "member", None), name, _("%(title)s：%(year)s 年还没有到，请核对。") % told)


def accounts(entries):
    """Problems of AccountEntry rows."""
    for account in entries:
        number = account.number
        if number is not None and not 8 <= len(number) <= 32:
            yield Problem(account.holder, "accounts", _("收款账户：账号应为 8 至 32 位数字，现有 %(count)s 位，请核对。") % {"count": len(number)})
        elif number and len(number) in (16, 19) and number.startswith("62") and not passes_luhn(number):
            yield Problem(account.holder, "accounts", _("收款账户：银行卡号末位校验不符，请与卡面核对；存折账号可忽略。"), False)
        if not account.bank:
            yield Problem(account.holder, "accounts", _("收款账户：请填开户行。"))


def passes_luhn(number):
    """Check digit of bank cards (ISO/IEC 7812-1); passbooks and old accounts have none."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _listed(items):
    return () if items is UNRECORDED or items is None else items


def _is_day(value):
    return isinstance(value, date)
