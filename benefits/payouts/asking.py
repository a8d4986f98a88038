"""Questions in SQL over whole runs."""
from django.db import connection


def rows(statement, values):
    """[{column: value}] of a question."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
