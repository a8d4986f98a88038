"""Rules about a family's rows, one a file: `check(family)` writes a sentence on the row it concerns.

The folder is the list. Cells are already well formed or refused by their column; what a rule needs may be missing.
"""
import pkgutil
from importlib import import_module

_RULES = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]


def look_over(family):
    """Let every rule look at the family."""
    for rule in _RULES:
        rule.check(family)
