"""Tables that are sorted by the address: ?sort=paid, ?sort=-paid the other way round. What is not known stands last both ways."""


def ordered(rows, asked, keys):
    """The rows by the column the address names, as they are without one; `keys` {column: function of a row, None where unknown}."""
    column = asked.removeprefix("-")
    if column not in keys:
        return rows
    known = [row for row in rows if keys[column](row) is not None]
    return sorted(known, key=keys[column], reverse=asked.startswith("-")) + [row for row in rows if keys[column](row) is None]


def turned(asked, column):
    """What the heading of a column asks for next: the largest first, then the smallest."""
    return column if asked == f"-{column}" else f"-{column}"


def direction(asked, column):
    """aria-sort of a column's heading, empty when the table is sorted by another."""
    return {column: "ascending", f"-{column}": "descending"}.get(asked, "")
