"""Families as an official would describe them, made into cases of the evaluation format.

`husband`, `wife` and `children` with what matters; everything else is as it usually is: alive, rural hukou since birth, married at 24 of the wife,
children born to both within the policy, no disability, nothing else recorded as present.
"""
import copy
import datetime


def case(*, place, window, family, values=(), choices=None, paid=(), **more):
    """A case of the evaluation format; `window` is `2011` or `2011-03..2011-12`."""
    first, _, last = str(window).partition("..")
    first, last = (f"{first}-01", f"{first}-12") if len(first) == 4 else (first, last or first)
    given = {"id": "golden", "place": str(place), "from": first, "to": last, "household": household(**family), **more}
    if values:
        given["values"] = [{"cite": "样例", "place": str(place), **value} for value in values]
    return given | ({"choices": choices} if choices else {}) | ({"paid": list(paid)} if paid else {})


def household(*, husband=None, wife=None, children=(), married=None, ended=None, how=None, others=(), couples=None, relations=(), **lists):
    """The household with its members in the order husband, wife, children, others."""
    parents = {who: person for who, person in (("husband", husband), ("wife", wife)) if person is not None}
    members = [member(who, "male" if who == "husband" else "female", **person) for who, person in parents.items()]
    rows = []
    for child in children:
        child = dict(child)
        relation = {key: child.pop(key) for key in ("origin", "since", "within_policy", "custody", "parents") if key in child}
        members.append(member(child.pop("id"), child.pop("sex"), **child))
        usual = {"parents": list(parents), "origin": "birth", "since": None, "within_policy": True, "custody": None}
        rows.append({"child": members[-1]["id"], **usual, **relation})
    members += [member(other["id"], **{key: value for key, value in other.items() if key != "id"}) for other in others]
    if couples is None:
        couples = []
        if len(parents) == 2:
            married = married or datetime.date.fromisoformat(str(wife["born"])).year + 24
            married = f"{married}-10-01" if isinstance(married, int) else married
            couples = [{"husband": "husband", "wife": "wife", "married": married, "ended": ended, "how": how}]
    empty = {"certificates": [], "minimum_living": [], "status": []}
    return text({"members": members, "couples": couples, "children": [*rows, *relations], **empty, **lists})


def member(who, sex=None, *, born, died=None, hukou="rural", disability=(), **more):
    """A member; `hukou` is a kind since birth or a list of entries."""
    entries = [{"since": born, "kind": hukou, "place": None}] if isinstance(hukou, str) else hukou
    usual = {"kind": "physical", "lost_labour": False, "certified": True}
    return {"id": who, "sex": sex, "born": born, "died": died, "hukou": entries, "disability": [usual | entry for entry in disability], **more}


def text(value):
    """Dates as the format writes them."""
    if isinstance(value, dict):
        return {key: text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [text(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else copy.copy(value)
