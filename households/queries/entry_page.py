"""What the entry page shows around and inside its cells."""
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import crypto
from households.cells import codes, others, show
from households.cells.typed import Message, row_keys
from households.models import Account, Household, Relation, Sex, Statement
from households.queries import duplicates, places

_SECTIONS = ("household", "adult", "child", "account", "other", "fact")


def context(page, cells, typed, post, *, on):
    """Everything templates/households/entry.html asks for, except addresses."""
    household, drafted = typed.household, typed.draft is not None
    people = {person.key: person for person in page.entry.people}
    fresh = household is None
    rows = {kind: row_keys(cells, kind) for kind in ("adult", "child", "account", "fact")}
    adults = show.adult_rows(cells, rows["adult"], people=people, fresh=fresh, on=on)
    children = show.child_rows(cells, rows["child"], people=people, fresh=fresh, on=on)
    stated = ("no_living", "no_certificate", "no_status", "no_disability", "no_children", "no_others")
    return {
        **around(page, post, on=on, elsewhere=typed.elsewhere, household=household),
        "household": {name: cells.get(name, "") for name in show.HOUSEHOLD},
        "household_id": household.pk if household else "",
        "revision": typed.revision or "",
        "file_number": household.number if household else "",
        "state": _("更正") if household else _("草稿"),
        "saved_at": typed.draft.saved_at if drafted else None,
        "entered_today": entered_on(post, on),
        "previous_url": _previous_url(post),
        "on": on,
        "villages": places.villages(post),
        "banks": _banks(post),
        "last_bank": next(iter(_banks(post)), ""),
        "codes": codes.choices() | {"fact": others.choices()},
        "adults": adults,
        "children": children,
        "accounts": show.account_rows(cells, rows["account"], fresh=fresh),
        "members": _named("adult", adults),
        "everybody": [*_named("adult", adults), *_named("child", children)],
        "facts": show.fact_rows(cells, rows["fact"]),
        "opens": {"who": others.of(others.WITH_PERSON), "until": others.of(others.WITH_END), "detail": others.of(others.WITH_DETAIL)},
        "nones": [(f"no_{kind}", str(Statement.Kind(kind).label), bool(cells.get(f"no_{kind}"))) for kind in others.STATED],
        "living": _standing(cells, "living-0-"),
        "certificate": _standing(cells, "certificate-"),
        "status": _standing(cells, "status-0-"),
        "stated": {name: bool(cells.get(name)) for name in stated},
    }


def around(page, post, *, on, elsewhere, household):
    """What the answer to a save brings: tree, messages by section, counts, and what numbers say."""
    # Nobody is told what is missing before the first person was typed; submitting says it all the same.
    found = messages(page, post, elsewhere=elsewhere, household=household) if page.entry.people else []
    return {
        "tree": tree(page.entry),
        "messages_of": {section: [message for message in found if message.section == section] for section in _SECTIONS},
        "errors": sum(message.kind == "error" for message in found),
        "reminders": sum(message.kind == "warning" for message in found),
        "derived": [{"key": person.key, **vars(show.known_of(person, on))} for person in page.entry.people],
    }


def messages(page, post, *, elsewhere, household):
    """Everything to say about the page: what cannot be read or be true, and what is on record already."""
    return [*page.messages, *_found(page, post, elsewhere, household)]


def not_asked(entry, elsewhere):
    """Hashes (hex) of numbers no other county was asked about yet."""
    return sorted({crypto.number_hash(person.number).hex() for person in entry.people if person.number} - set(elsewhere))


def tree(entry):
    """The family as the fragment draws it: the couple, their children, others of the household."""
    couple = [person for person in entry.people if person.relation in (Relation.HEAD, Relation.SPOUSE)]
    listed = {item.child for item in entry.children} if isinstance(entry.children, tuple) else set()
    children = [person for person in entry.people if person.key in listed and person not in couple]
    return {
        "couple": [_leaf(person) for person in couple],
        "children": [_leaf(person) for person in children],
        "others": [person.name for person in entry.people if person not in couple and person not in children],
    }


def entered_on(post, day):
    """How many families this post put on record on a day."""
    return Household.objects.filter(registered_by=post, registered_at__date=day).count()


def _leaf(person):
    words = [str(Sex(person.sex).label) if person.sex else "", str(person.born.year) if person.born else ""]
    return {"name": person.name, "sex": person.sex or "", "words": " ".join(filter(None, words)), "dead": hasattr(person.death, "year")}


def _found(page, post, elsewhere, household):
    """Messages about numbers and accounts that are on record already."""
    if not page.entry.village:
        return
    relations = {person.key: person for person in page.entry.people}
    for found in duplicates.people_on_record(page.entry, household_id=household.pk if household else None):
        yield _on_record(found, relations[found.key], post)
    for person in page.entry.people:
        if person.number and elsewhere.get(crypto.number_hash(person.number).hex()):
            sentence = _("%(name)s：外县也有此人的登记，请核对户籍所在地，避免两地同时核定。") % {"name": person.name}
            yield Message("warning", f"{person.key}-number", sentence)
    people = [person.person_id for person in page.entry.people if person.person_id]
    rows = {account.holder: n for n, account in enumerate(page.entry.accounts)}
    for found in duplicates.shared_accounts(page.entry, person_ids=people):
        told = {"name": found.name, "place": places.village_name(found.division_code), "count": found.others + 1}
        sentence = _("该账号另有%(name)s（%(place)s）等 %(count)s 人使用。一卡一户，请核实后再提交。") % told
        yield Message("warning", f"account-{rows[found.key]}-number", sentence, *_link(found, post))


def _on_record(found, person, post):
    told = {"name": person.name, "known": found.name, "number": found.household_number, "place": places.village_name(found.division_code)}
    cell = f"{found.key}-number"
    if found.name != person.name:
        return Message("error", cell, _("%(name)s：该身份证号在%(place)s登记的姓名是%(known)s，请核对证件原件。") % told, *_link(found, post))
    if found.is_couple and person.relation in (Relation.HEAD, Relation.SPOUSE):
        return Message("error", cell, _("%(name)s已在 %(number)s 户（%(place)s）建档，请打开该户修改。") % told, *_link(found, post))
    return Message("warning", cell, _("%(name)s在 %(number)s 户（%(place)s）已有登记，提交后两户指同一人。") % told, *_link(found, post))


def _link(found, post):
    """Where to look, if the post may."""
    is_seen = places.is_inside(found.division_code, post.division_code)
    return (reverse("households:record", args=[found.household_id]), _("打开该户")) if is_seen else ()


def _named(kind, rows):
    return [{"key": f"{kind}-{row['n']}", "name": row["name"]} for row in rows if row.get("name")]


def _standing(cells, prefix):
    return {name.removeprefix(prefix): text for name, text in cells.items() if name.startswith(prefix)}


def _previous_url(post):
    last = Household.objects.filter(registered_by=post).order_by("-registered_at").only("pk").first()
    return reverse("households:record", args=[last.pk]) if last else ""


def _banks(post):
    """Banks this post named lately, the last first."""
    lately = Account.objects.filter(recorded_by=post).order_by("-id").values_list("bank", flat=True)[:40]
    return list(dict.fromkeys(lately))
