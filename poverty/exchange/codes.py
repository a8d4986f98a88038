"""Code tables 代码表 of the exchange, one a version. A file says by which it was written, and is read by it; an older one is never changed.

No document at hand publishes the codes of the poverty system: version 2026-1 is a sample to be agreed with the department.
"""
from households.imports.cells import Choice, Option
from poverty.models import PovertyRegistration

CURRENT = "2026-1"


def _numbered(choices):
    return tuple(Option(str(number), str(choice.label), choice.value) for number, choice in enumerate(choices, 1))


TABLES = {
    "2026-1": {
        "planning": (Option("0", "否", False), Option("1", "是", True)),
        "attribute": _numbered(PovertyRegistration.Attribute),
        "cause": _numbered(PovertyRegistration.Cause),
        "status": _numbered(PovertyRegistration.Status),
        "water": (Option("1", "自来水", "piped"), Option("2", "井水、泉水", "well"), Option("3", "饮水困难", "scarce")),
    },
}


def choice(name, version=CURRENT):
    """How a cell of the named table is read."""
    return Choice(TABLES[version][name])


def words(name, value, version=CURRENT):
    """A value as the file has it: 1 是."""
    return next((str(option) for option in TABLES[version][name] if option.value == value), "")
