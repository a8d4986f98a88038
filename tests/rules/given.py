"""The policies on file, read once for all tests."""
import functools

from benefits import policies, rules


@functools.cache
def book():
    values, _ = policies.read()
    return rules.Book(values)


def evaluate(case):
    return rules.evaluate(case, values=book())


def entitlement(answer, scheme, beneficiary):
    """The one entitlement, or None."""
    found = [row for row in answer["entitlements"] if (row["scheme"], row["beneficiary"]) == (scheme, beneficiary)]
    assert len(found) < 2
    return found[0] if found else None


def refusal(answer, scheme, beneficiary):
    """The one refusal, or None."""
    found = [row for row in answer["refusals"] if (row["scheme"], row["beneficiary"]) == (scheme, beneficiary)]
    assert len(found) < 2
    return found[0] if found else None


def unmet(row):
    """The first condition that is not met."""
    return next((condition for condition in row["conditions"] if condition["met"] != "yes"), None)
