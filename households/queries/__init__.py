"""Questions about families. Each answers with frozen dataclasses or querysets and asks the database a fixed number of times."""
