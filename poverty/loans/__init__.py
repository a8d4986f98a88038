"""小额信贷: principal that is lent to families, comes back in instalments and is lent again; a book of its own, as a fund's."""
