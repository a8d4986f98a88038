"""Search by the first characters, in the form that row-level security lets an index answer.

LIKE is not leakproof: under a policy PostgreSQL would read every row of the place. `~>=~` and `~<~` are, and indexes with
text_pattern_ops know them.
"""
from django.db.models import CharField, Lookup


@CharField.register_lookup
class Starts(Lookup):
    """name__starts="刘志": between 刘志 and the next character after it."""

    lookup_name = "starts"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        left, params = self.process_lhs(compiler, connection)
        return f"({left} ~>=~ %s AND {left} ~<~ %s)", [*params, self.rhs, *params, _after(self.rhs)]


def _after(text):
    """The first text that no longer begins with `text`."""
    last = ord(text[-1]) + 1
    return text[:-1] + chr(0xE000 if 0xD800 <= last <= 0xDFFF else last)
