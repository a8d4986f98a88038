"""What an acceptance case expects against what is answered: an expectation is a subset, figures compare as numbers."""
from decimal import Decimal, InvalidOperation

PART_KEYS = ("from", "to", "rate", "amount")
DIFFERENCE_KEYS = ("scheme", "beneficiary", "from", "to", "due", "paid", "difference", "kind")


def faults(expected, answer):
    """Sentences, empty when the answer holds everything that is expected."""
    found = []
    for want in expected.get("entitlements", ()):
        found += _entitlement(want, _rows(answer["entitlements"], want))
    for want in expected.get("refused", ()):
        found += _refused(want, _rows(answer["entitlements"], want), _rows(answer["refusals"], want))
    if "differences" in expected:
        if not expected["differences"] and answer["differences"]:
            found.append("differences where none are expected")
        found += [f"no difference {want}" for want in expected["differences"] if not _holds(want, answer["differences"], DIFFERENCE_KEYS)]
    for want in expected.get("calculations", ()):
        if not any(_calculated(want, row) for row in answer["calculations"]):
            found.append(f"no calculation {want}")
    for want in expected.get("funds", ()):
        shares = [Decimal(fund["amount"]) for row in _rows(answer["entitlements"], want) for fund in row["funds"] if fund["level"] == want["level"]]
        if not shares or sum(shares) != Decimal(want["amount"]):
            found.append(f"{want['level']} bears {shares}")
    return found


def _calculated(want, row):
    targets = row.get("targets", ())
    told = all(_same(want[key], row[key]) for key in ("name", "beneficiary", "value", "unit"))
    return told and all(_holds(target, targets, ("value", "met")) for target in want.get("targets", ()))


def adjustment_faults(expected, answer):
    """The same for an adjustment tried out: each year that is expected, with each of its standards."""
    found = []
    for want in expected["years"]:
        row = next((row for row in answer["years"] if row["year"] == want["year"]), {})
        if not all(row.get(key) == want[key] for key in want if key != "standards"):
            found.append(f"{want['year']}: {row}")
        for standard in want.get("standards", ()):
            if not any(all(one.get(key) == standard[key] for key in standard) for one in row.get("standards", ())):
                found.append(f"{want['year']}: no standard {standard}")
    return found


def _rows(rows, want):
    return [row for row in rows if row["scheme"] == want["scheme"] and want.get("beneficiary", row["beneficiary"]) == row["beneficiary"]]


def _entitlement(want, rows):
    if len(rows) != 1:
        return [f"{want['scheme']} of {want['beneficiary']}: {len(rows)} entitlements"]
    row = rows[0]
    if not (_same(want["amount"], row["amount"]) and want["unit"] == row["unit"]):
        return [f"{want['scheme']} of {want['beneficiary']}: {row['amount']} {row['unit']}"]
    if want.get("floor") and row["floor"] is not True:
        return [f"{want['scheme']} of {want['beneficiary']}: no floor"]
    if row["funds"] and sum(Decimal(fund["amount"]) for fund in row["funds"]) != Decimal(row["amount"]):
        return [f"{want['scheme']} of {want['beneficiary']}: funds do not add up"]
    return [f"no part {part}" for part in want.get("parts", ()) if not _holds(part, row["parts"], PART_KEYS)]


def _refused(want, granted, refusals):
    if granted:
        return [f"{want['scheme']} is granted"]
    said = {row["answer"] for row in refusals}
    if want["answer"] == "unknown" and "unknown" not in said:
        return [f"{want['scheme']} is not unknown"]
    return [f"{want['scheme']} is unknown"] if want["answer"] == "no" and "beneficiary" in want and "unknown" in said else []


def _holds(want, rows, keys):
    return any(all(_same(want[key], row[key]) for key in keys if key in want) for row in rows)


def _same(want, got):
    if want is None or got is None:
        return want is got
    try:
        return Decimal(str(want)) == Decimal(str(got))
    except InvalidOperation:
        return want == got
