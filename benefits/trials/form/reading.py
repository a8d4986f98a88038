"""Cells as a case of the evaluation format, with a message for every cell that cannot be read and a cell for every place in the case."""
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from benefits.rules.registry import money_names
from benefits.trials.form import kinds
from benefits.trials.form.columns import ADULT, TABLES
from households.cells import values
from households.cells.typed import Message, row_keys

ON_A_DAY = ("gave_up_second_child", "fewer_births_pledge")
WHOLE_CASE = {"place": "place", "from": "from", "to": "to", "household.members": "adult-0-name"}


@dataclass
class Read:
    """What was typed: a case when nothing is wrong with a cell (`messages`), and the cell of each place in it."""

    case: dict
    cell_at: dict = field(default_factory=dict)
    messages: list = field(default_factory=list)

    def cell(self, place):
        """The cell that says a place in the case (household.members[2].born), or the nearest around it."""
        while place and place not in self.cell_at:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return self.cell_at.get(place, "place")


def read(cells, *, names_of_places):
    """The Read of `cells` (name -> text). `names_of_places` finds the code of a place by its name."""
    return _Reading(cells, names_of_places).read()


class _Reading:
    def __init__(self, cells, names_of_places):
        self.cells = {name: values.narrow(text) for name, text in cells.items()}
        self.names_of_places = names_of_places
        self.found = Read({}, dict(WHOLE_CASE))
        adults = [key for key in self._rows(ADULT) if self._is_filled(ADULT, key)]
        self.people = kinds.People(self._ids(adults))

    def read(self):
        case = self.found.case
        if self.cells.get("case_id"):
            case["id"] = self.cells["case_id"]
        case |= {"place": self._place(), "from": self._month("from", "01"), "to": self._month("to", "12")}
        household = case["household"] = {"members": [self._member(n, key) for n, key in enumerate(self.people.ids)]}
        if not household["members"]:
            self._say("adult-0-name", _("请至少录入一名家庭成员。"))
        for table in TABLES:
            if table.of_member:
                self._of_members(table, household["members"])
            elif table.at.startswith("household."):
                self._list(table, household)
            elif table.name != "year":
                self._list(table, case)
        self._years(case)
        choices = {name.removeprefix("choice-"): text for name, text in self.cells.items() if name.startswith("choice-") and text}
        if choices:
            case["choices"] = choices
            self.found.cell_at |= {f"choices.{name}": "place" for name in choices}
        return self.found

    def _place(self):
        text = self.cells.get("place", "")
        if not text:
            return self._say("place", _("请填试算地区的名称或代码。"))
        if not text[0].isdigit():
            known = self.names_of_places(text)
            if len(known) != 1:
                many, none = _("“%(typed)s”对应 %(count)s 个地区，请从列表中选择。"), _("没有名为“%(typed)s”的地区，请从列表中选择或填代码。")
                return self._say("place", (many if known else none) % {"typed": text, "count": len(known)})
            return known[0]
        return self._try("place", lambda: kinds.place(text))

    def _month(self, name, of_year):
        text = self.cells.get(name, "")
        if not text:
            return self._say(name, _("请填试算期间，如 2026-01。"))
        if len(text) == 4 and text.isdigit():
            return f"{text}-{of_year}"
        return self._try(name, lambda: kinds.month(text))

    def _ids(self, adults):
        """{row key: id}; rows that came with no id are named after their number."""
        given = {key: self.cells.get(f"{key}-id", "") for key in adults}
        taken = {"household", "village", *given.values()}
        made = {}
        for key, member in given.items():
            number = int(key.split("-")[1]) + 1
            name = f"person-{number}"
            while not member and name in taken:
                name += "-new"
            made[key] = member or name
        return made

    def _member(self, n, key):
        row = self._row(ADULT, key, f"household.members[{n}]")
        member = {"id": self.people.ids[key]}
        number = int(key.split("-")[1]) + 1
        member["name"] = row.get("name") or _("第 %(n)s 人") % {"n": number}
        member |= {name: row[name] for name in ("sex", "born") if name in row}
        if row.get("home") is False:
            member["home"] = False
        if row.get("state") == "alive":
            member["died"] = None
        elif row.get("state") == "dead" or "died" in row:
            member["died"] = row["died"] if "died" in row else self._say(f"{key}-died", _("请填去世日期。"))
        if "hukou" in row:
            born = {"since": row["born"]} if "born" in row else {}
            member["hukou"] = [born | {"kind": row["hukou"]}]
            self.found.cell_at[f"household.members[{n}].hukou[0]"] = f"{key}-hukou"
        return member

    def _of_members(self, table, members):
        by_id = {member["id"]: (n, member) for n, member in enumerate(members)}
        stated = set()
        for key in self._rows(table):
            is_none = bool(self.cells.get(f"{key}-none"))
            if not is_none and not self._is_filled(table, key):
                continue
            who = self.cells.get(f"{key}-who", "")
            if who not in self.people.ids:
                self._say(f"{key}-who", _("请选择这一行说的是谁。"))
                continue
            n, member = by_id[self.people.ids[who]]
            items = member.setdefault(table.key, [])
            stated.add(member["id"])
            if is_none:
                continue
            row = self._row(table, key, f"household.members[{n}].{table.key}[{len(items)}]")
            row.pop("who", None)
            if table.key == "hukou" and len(items) == 1 and "until" not in items[0] and "since" in row:
                items[0]["until"] = row["since"]
            items.append(row)
        if self.cells.get(f"none-{table.name}"):
            for member in members:
                member.setdefault(table.key, [])
        for n in range(len(members)):
            self.found.cell_at.setdefault(f"household.members[{n}].{table.key}", f"{table.name}-0-who")

    def _list(self, table, owner):
        keys = [key for key in self._rows(table) if self._is_filled(table, key)]
        at = table.at
        self.found.cell_at.setdefault(at, f"{table.name}-0-{table.columns[0].key}")
        if table.single:
            if keys:
                owner[table.key] = self._row(table, keys[0], at)
            return
        if keys or self.cells.get(f"none-{table.name}"):
            owner[table.key] = [self._finished(table, self._row(table, key, f"{at}[{n}]"), f"{at}[{n}]", key) for n, key in enumerate(keys)]

    def _finished(self, table, row, at, key):
        """What the row says without a cell of its own."""
        if table.name == "couple" and "how" in row and row["how"] is None:
            row.setdefault("ended", None)
        if table.name == "child":
            parents = [row.pop(name) for name in ("parent_1", "parent_2") if name in row]
            if parents:
                row["parents"] = parents
                self.found.cell_at |= {f"{at}.parents[{n}]": f"{key}-parent_{n + 1}" for n in range(len(parents))}
                self.found.cell_at[f"{at}.parents"] = f"{key}-parent_1"
            if row.get("origin") == "birth":
                row.setdefault("since", None)
        if table.name == "value":
            self._finish_value(row)
        return row

    def _finish_value(self, row):
        case = self.found.case
        units = money_names().get(row.get("name"), ())
        row.setdefault("place", case.get("place"))
        row.setdefault("cite", _("本次试算设定"))
        row.setdefault("since", f"{case.get('from')}-01")
        if len(units) == 1:
            row.setdefault("unit", units[0])

    def _years(self, case):
        """Figures of the village by year, which the format holds as two objects."""
        table = next(table for table in TABLES if table.name == "year")
        for key in self._rows(table):
            if not self._is_filled(table, key):
                continue
            row = self._row(table, key, f"village.years.{key}")
            if "year" not in row:
                self._say(f"{key}-year", _("请填年度。"))
                continue
            for name in ("income_per_person", "out_of_policy_births"):
                if name in row:
                    case.setdefault("village", {}).setdefault(name, {})[str(row["year"])] = row[name]
                    self.found.cell_at[f"village.{name}.{row['year']}"] = f"{key}-{name}"

    def _row(self, table, key, at):
        """{key in the format: value} of the cells that say something; every key of the row is given its cell."""
        row = {}
        self.found.cell_at[at] = f"{key}-{table.columns[0].key}"
        for column in table.columns:
            name = f"{key}-{column.key}"
            self.found.cell_at[f"{at}.{column.key}"] = name
            text = self.cells.get(name, "")
            if text:
                value = self._try(name, lambda column=column, text=text: kinds.read(column, text, self.people))
                if name not in {message.cell for message in self.found.messages}:
                    row[column.key] = value
        return row

    def _try(self, cell, reading):
        try:
            return reading()
        except values.Unreadable as error:
            return self._say(cell, str(error))

    def _say(self, cell, sentence):
        self.found.messages.append(Message("error", cell, sentence))

    def _rows(self, table):
        return [f"{table.name}-{n}" for n in row_keys(self.cells, table.name)]

    def _is_filled(self, table, key):
        """A row says something when a cell was filled that is not merely passed."""
        return any(self.cells.get(f"{key}-{column.key}") for column in table.columns if not column.preselect)
