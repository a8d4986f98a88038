"""期初结转: what was paid before the ledgers of this system begin."""

COMPONENT = "opening"  # of the keys it books: no run computes them
