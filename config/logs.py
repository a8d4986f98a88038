"""How the log is written: what happened and where in the program, of nobody."""
import logging
import re

_TOLD_BY_THE_DATABASE = re.compile(r"(DETAIL|CONTEXT):.*")


class Discreet(logging.Formatter):
    """Leaves out what PostgreSQL adds to a refusal: the row it refused, with the names and birth dates in it."""

    def format(self, record):
        return _TOLD_BY_THE_DATABASE.sub(r"\1 left out", super().format(record))
