"""What was found of families, written on their rows."""
from django.utils.translation import gettext as _

from households.imports import cells, comparing, queries, storage
from households.imports.models import ImportFamily
from households.imports.queries import RETURNED


def of(batch, families, by):
    """A Finding for each of these families, as the record is now."""
    return comparing.findings(families, villages=queries.villages_for(by), by=by, update_existing=batch.update_existing)


def refuse_unknown_villages(families, by):
    """Rows that are wrong anyway name their unknown village too, so that a file comes back with all there is to correct."""
    villages = queries.villages_for(by)
    for family in families:
        if problem := comparing.village_problem(family, villages):
            line, sentence = problem
            line.problems.append(("village", sentence))


def write_down(row, family, rows, finding):
    """What was found, on the family's row and the rows of its people. `finding` is None when the rows themselves are wrong."""
    messages = {line.number: [_message("error", *problem) for problem in line.problems] for line in family.lines}
    row.outcome = finding.outcome if finding else ImportFamily.Outcome.ERROR
    row.household = finding.household if finding else None
    for line, kind, column, sentence in finding.notes if finding else ():
        messages[line.number].append(_message(kind, column, sentence))
    if row.outcome in RETURNED:
        _point_at_bad_rows(messages, {line.number: line.values["name"] for line in family.lines if "name" in line.values})
    for number, imported in rows.items():
        imported.messages = messages[number]


def _message(kind, column, sentence):
    return {"kind": kind, "column": column, "text": cells.without_numbers(sentence)}


def _point_at_bad_rows(messages, names):
    """A family goes in whole or not at all: its good rows say which row holds them back, and whose, for rows that come back are numbered anew."""
    bad = [number for number, said in messages.items() if any(message["kind"] == "error" for message in said)]
    told = {"rows": _("、").join(map(str, bad)), "names": _("、").join(names[number] for number in bad if number in names)}
    named, unnamed = _("同一户的第 %(rows)s 行（%(names)s）未能导入，改正后整户一起导入。"), _("同一户的第 %(rows)s 行未能导入，改正后整户一起导入。")
    for number, said in messages.items():
        if number not in bad:
            said.append(_message("error", "", (named if told["names"] else unnamed) % told))


def save(opened):
    """Write down families and rows as they are in `opened` (storage.families_of); how many rows."""
    rows = [row for _family, _lines, rows in opened for row in rows.values()]
    storage.save([row for row, _family, _rows in opened], rows)
    return len(rows)
